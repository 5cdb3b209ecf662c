// Files: what is taken, what is refused, and what can be fetched.

import JSON

extension ContractRun {
  func upload(_ trial: Trial) async {
    let picture = await take(trial, [.picture], as: "image", "media.upload")
    if let picture = picture.first { await use(trial, picture) }
    if wants("media.upload") {
      _ = await take(trial, Array(repeating: .picture, count: 5), as: "image", "media.upload")
      _ = await take(trial, [.sound], as: "audio", "media.upload")
      _ = await take(trial, [.film], as: "video", "media.upload")
    }
    if wants("media.refused") { await refuseForms(trial) }
    if wants(["media.type", "row.21"]) { await refuseTypes(trial) }
    if wants("media.count") {
      await refuse(
        trial, Array(repeating: .picture, count: 6), "image", "six files", "media.count", [413])
    }
    if wants("media.size") {
      _ = await take(trial, [.large(10_000_000)], as: "image", "media.size")
      await refuse(trial, [.large(11 << 20)], "image", "11 MB", "media.size", [413])
    }
  }

  private func post(
    _ trial: Trial, _ remark: String, _ form: Form?
  ) async -> Result<Reply, RawFailure> {
    var call = RawCall("POST", ["chat", "media"])
    call.token = trial.user.token
    if let form {
      call.contentType = Form.contentType
      call.body = form.bytes
    }
    do throws(RawFailure) {
      let answer = try await trial.user.server.call(call)
      return .success(
        Reply(
          asked: "POST /media with \(remark) as User", status: answer.status, json: answer.json,
          answer: answer))
    } catch {
      return .failure(error)
    }
  }

  /// Uploads what has to be taken.
  ///
  /// - Returns: the records that came.
  private func take(
    _ trial: Trial, _ files: [TrialFile], as kind: String, _ check: String
  ) async -> [JSONValue] {
    var form = Form()
    form.add("type", kind)
    for file in files { form.add(file) }
    let size = files.map(\.bytes.count).reduce(0, +)
    let remark =
      files.count == 1 ? "a file of \(size) bytes (\(kind))" : "\(files.count) files (\(kind))"
    tried(check)
    switch await post(trial, remark, form) {
    case .failure(let failure):
      fail(check, "POST /media with \(remark) as User", expected: "201", came: failure.words)
      return []
    case .success(let reply):
      keepUploaded(reply)
      let isList = reply.data?.arrayValue != nil
      note(9, isList ? "an upload answers a list" : "an upload answers an object")
      let media = Shape.media(isNew: true)
      guard expect(check, reply, 201, .success(isList ? .array(media) : media)) else { return [] }
      let records = reply.data?.arrayValue ?? reply.data.map { [$0] } ?? []
      compare(records, files, kind, reply, check, isList: isList)
      return records
    }
  }

  private func compare(
    _ records: [JSONValue], _ files: [TrialFile], _ kind: String, _ reply: Reply, _ check: String,
    isList: Bool
  ) {
    if isList, records.count != files.count {
      fail(
        check, reply.asked, path: "$.data", expected: "\(files.count) records",
        came: "\(records.count)")
    }
    for (place, (record, file)) in zip(records, files).enumerated() {
      let path = isList ? "$.data[\(place)]" : "$.data"
      func expect(_ name: String, _ wanted: JSONValue) {
        guard let came = record[name], came != wanted else { return }
        fail(
          check, reply.asked, path: "\(path).\(name)", expected: wanted.encoded,
          came: ShapeJudge.shown(came))
      }
      expect("type", .string(kind))
      expect("size", .integer(file.bytes.count))
      expect("format", .string(file.format))
    }
  }

  private func keepUploaded(_ reply: Reply) {
    guard reply.isSuccess else { return }
    let records = reply.data?.arrayValue ?? reply.data.map { [$0] } ?? []
    uploaded += records.compactMap { $0["_id"]?.stringValue }
  }

  // MARK: What follows

  private func use(_ trial: Trial, _ record: JSONValue) async {
    guard let media = record["_id"]?.stringValue else { return }
    if wants("media.send") {
      let reply = await ask(
        "media.send", trial.user, "POST", ["messages"],
        body: [
          "conversationId": .string(trial.id), "messageType": "image", "mediaId": .string(media),
        ], remark: "of a picture")
      keepSent(reply)
      if expect("media.send", reply, 201, .success(.message(namesConversation: .required))),
        let reply, let data = reply.data
      {
        judgeContent("media.send", reply.asked, data, at: "$.data", in: trial.id)
        if let came = Self.id(data["mediaId"]), came != media {
          fail(
            "media.send", reply.asked, path: "$.data.mediaId", expected: media, came: came)
        }
        if let id = data["_id"]?.stringValue {
          await expectInHistory(trial, id, nil, by: trial.user, isRead: nil, "media.send")
        }
      }
    }
    guard wants(["media.fetch", "row.22"]), let url = record["url"]?.stringValue else { return }
    await fetch(trial, url)
  }

  private func fetch(_ trial: Trial, _ url: String) async {
    note(22, url.contains("://") ? "url is an address" : "url is relative")
    var call = RawCall("GET", [])
    call.address = url
    tried("media.fetch")
    do throws(RawFailure) {
      let answer = try await trial.user.server.call(call)
      let isWhole = answer.status == 200 && answer.body == TrialFile.picture.bytes
      if !isWhole {
        fail(
          "media.fetch", "GET url without a token",
          expected: "200 and the \(TrialFile.picture.bytes.count) bytes that were stored",
          came: "\(answer.status) and \(answer.body.count) bytes")
      }
      call.headers = [("Range", "bytes=0-3")]
      let part = try await trial.user.server.call(call)
      note(22, "Range is answered with \(part.status)")
    } catch {
      fail("media.fetch", "GET url without a token", expected: "200", came: error.words)
    }
  }

  // MARK: What is refused

  private func refuseForms(_ trial: Trial) async {
    var noType = Form()
    noType.add(.picture)
    await refuse(trial, noType, "no type", "media.refused")
    var letter = Form()
    letter.add("type", "letter")
    letter.add(.picture)
    await refuse(trial, letter, "an unknown type", "media.refused")
    var noFile = Form()
    noFile.add("type", "image")
    await refuse(trial, noFile, "no file", "media.refused")
    await refuse(trial, nil, "no form", "media.refused", [415])
  }

  private func refuseTypes(_ trial: Trial) async {
    for (file, kind, words) in [
      (TrialFile.words, "image", "a text as image"), (.document, "image", "a PDF as image"),
      (.picture, "audio", "a picture as audio"), (.sound, "video", "a sound as video"),
    ] {
      await refuse(trial, [file], kind, words, "media.type", [415])
    }
    var renamed = TrialFile.words
    renamed.format = "image/png"
    var form = Form()
    form.add("type", "image")
    form.add(renamed)
    if case .success(let reply) = await post(
      trial, "a text that calls itself a picture", form)
    {
      keepUploaded(reply)
      note(21, reply.isSuccess ? "the declared type alone counts" : "the content counts too")
    }
  }

  private func refuse(
    _ trial: Trial, _ files: [TrialFile], _ kind: String, _ words: String, _ check: String,
    _ others: [Int] = []
  ) async {
    var form = Form()
    form.add("type", kind)
    for file in files { form.add(file) }
    await refuse(trial, form, words, check, others)
  }

  private func refuse(
    _ trial: Trial, _ form: Form?, _ words: String, _ check: String, _ others: [Int] = []
  ) async {
    tried(check)
    switch await post(trial, words, form) {
    case .success(let reply):
      keepUploaded(reply)
      expect(check, reply, refusal: 400, or: others)
    case .failure(let failure) where failure.wasCut:
      observe(check, "\(words): the connection is cut instead of an answer (row 21)")
    case .failure(let failure):
      fail(check, "POST /media with \(words) as User", expected: "400", came: failure.words)
    }
  }
}
