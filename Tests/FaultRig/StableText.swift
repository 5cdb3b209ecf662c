/// A value in words that are the same in every process: what has no order of its own is sorted.
func stableText(_ value: Any) -> String {
  let mirror = Mirror(reflecting: value)
  switch mirror.displayStyle {
  case .dictionary, .set:
    return "[\(mirror.children.map { stableText($0.value) }.sorted().joined(separator: ", "))]"
  case nil: return "\(value)"
  default:
    guard !mirror.children.isEmpty else { return "\(value)" }
    let parts = mirror.children.map { "\($0.label ?? ""):\(stableText($0.value))" }
    return "\(mirror.subjectType)(\(parts.joined(separator: ", ")))"
  }
}
