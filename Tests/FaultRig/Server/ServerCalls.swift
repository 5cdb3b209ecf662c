import ChatClient
import ChatModel
import Foundation

/// REST in bad weather: a call can fail before it arrives, after it was done, or long before it is
/// done, and the client is told the same.
extension World {
  private enum Fate {
    case fine
    /// Never arrives.
    case lost(APIError)
    /// Done at once or later, and the answer does not come back.
    case unanswered(APIError)
  }

  func begin(_ call: APICall, _ id: RequestID) {
    openCalls[id] = (call, life)
    say("   ⇢ \(Telling.call(call))")
    let isLarge = if case .upload = call { true } else { false }
    let travel = random.seconds(0.01...(0.02 + weather.latency)) + (isLarge ? 1 : 0)
    let life = life
    let work = random.chance(0.7) ? 0.01 : random.seconds(0.01...weather.slowness)
    if networkIsDown {
      let never = APIError.unreachable("no route to the host", mayHaveArrived: false)
      return answer(id, .failed(never), in: random.seconds(0.01...10))
    }
    if time < heldUntil { return hold(call, id, in: travel + work) }
    switch fate(of: call) {
    case .fine:
      plan(in: travel + work) { world in
        let answer = world.perform(call)
        // A later process counts its requests anew.
        if world.life == life { world.answer(id, answer, in: travel) }
      }
    case .lost(let error): answer(id, .failed(error), in: travel + work)
    case .unanswered(let error):
      // What a failed call carried may be taken for some seconds after.
      let failsIn = random.chance(0.3) ? 30 : travel + work
      let doneIn = random.chance(0.5) ? travel + work : failsIn + random.seconds(0...7)
      plan(in: doneIn) { world in
        // What a call carried that was given up is done soon after or never.
        let givenUp = world.givenUp[life]?[id] ?? world.lifeEnds[life]
        if givenUp.map({ world.time - $0 < 8 }) ?? true { _ = world.perform(call) }
      }
      answer(id, .failed(error), in: failsIn)
    }
  }

  /// The server wants to be left alone: with 429 nothing is done, with 503 it may be.
  private func hold(_ call: APICall, _ id: RequestID, in seconds: Double) {
    let mayHaveArrived = !knowsHold && random.chance(0.5)
    let until = clientDate.addingTimeInterval(heldUntil - time)
    if mayHaveArrived, random.chance(0.5) { plan(in: seconds) { _ = $0.perform(call) } }
    let wait = knowsHold ? 0.001 : seconds
    knowsHold = true
    answer(id, .failed(.heldBack(until: until, mayHaveArrived: mayHaveArrived)), in: wait)
  }

  private func fate(of call: APICall) -> Fate {
    guard !hasCleared, random.chance(weather.callFaults) else { return .fine }
    switch random.number(0...6) {
    case 0: return .lost(.unreachable("connection refused", mayHaveArrived: false))
    case 1: return .lost(.unreachable("connection reset", mayHaveArrived: true))
    case 2: return .lost(.serverFailed(status: 503, "Service Unavailable"))
    case 3: return .lost(.rejected(status: 429, "Too many requests"))
    case 4: return .unanswered(.unreachable("timed out", mayHaveArrived: true))
    case 5: return .unanswered(.serverFailed(status: 502, "Bad Gateway"))
    default: return .unanswered(.notThisAPI("the answer is cut off"))
    }
  }

  private func answer(_ id: RequestID, _ answer: APIAnswer, in seconds: Double) {
    later(in: seconds) { world in
      guard let (_, life) = world.openCalls.removeValue(forKey: id) else { return }
      world.givenUp[life, default: [:]][id] = world.time
      world.give(.answered(id, answer))
    }
  }

  func cancel(_ id: RequestID) { answer(id, .failed(.cancelled), in: 0.001) }

  /// The network goes down: what is under way is not answered.
  func failOpenCalls() {
    for id in openCalls.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
      answer(
        id, .failed(.unreachable("connection reset", mayHaveArrived: true)),
        in: random.seconds(0...20))
    }
  }

  // MARK: At the server

  private func perform(_ call: APICall) -> APIAnswer {
    guard validTokens.contains(tokenNumber) else {
      return .failed(.notSignedIn("Invalid token"))
    }
    let date = weather.datesAnswers ? answerDate : nil
    switch call {
    case .list(let query): return .list(server.list(query), serverTime: date)
    case .conversation(let id):
      guard server.conversations.contains(id) else {
        return .failed(.notFound("Conversation not found"))
      }
      return .conversation(server.conversation(id, isListed: false))
    case .openConversation:
      return .conversation(server.conversation("c1", isListed: false))
    case .messages(let id, let page, let limit):
      guard let messages = server.messages(id, page: page, limit: limit) else {
        return .failed(.notFound("Conversation not found"))
      }
      return .messages(messages, serverTime: date)
    case .send(let message): return take(message)
    case .upload(let files, let kind):
      if random.chance(0.03) { return .failed(.rejected(status: 400, "Invalid file")) }
      return .uploaded(server.upload(files, as: kind))
    case .markAllRead(let id):
      server.readAll(id, by: Self.me, at: serverDate)
      return .done
    case .setStatus(let id, let status):
      server.setStatus(status, of: id)
      return .changed(server.conversation(id, isListed: false))
    case .reassign: return .failed(.notAllowed("Admin only"))
    case .statistics:
      return .statistics(
        Statistics(totalConversations: 0, activeConversations: 0, totalMessages: 0))
    }
  }

  private func take(_ message: OutgoingMessage) -> APIAnswer {
    if case .text(let text) = message.content, server.isRefused(text) {
      say("⊘ the server refuses \(message.tempID ?? "?")")
      return .failed(.rejected(status: 400, "Content is not allowed"))
    }
    let kept = save(message)
    if weather.broadcastsREST { announce(kept, in: message.conversationID) }
    hasArrived(kept, in: message.conversationID)
    return .sent(kept)
  }

  /// Of whole seconds, and of a clock of its own.
  private var answerDate: Date {
    let seconds = serverDate.timeIntervalSince1970 + weather.answersAhead
    return Date(timeIntervalSince1970: seconds.rounded(.down))
  }
}
