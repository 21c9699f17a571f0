import Foundation
import HTTPTypes
import HummingbirdTesting
import KeptDomain
import KeptServer
import KeptStore
import KeptTestSupport
import NIOCore
import Testing

@Suite struct MailAPITests {
    static func message(_ number: Int) -> String {
        """
        From: Person \(number) <p\(number)@example.org>\r
        To: desk@shop.example\r
        Subject: Question \(number)\r
        Message-ID: <api-\(number)@example.org>\r
        Date: Thu, 5 Nov 2026 08:00:00 +0000\r
        \r
        What about \(number)?\r

        """
    }

    private func post(
        _ shop: Shop, _ path: String, _ body: String, type: String
    ) async throws -> (status: Int, items: [[String: Any]], text: String) {
        let headers: HTTPFields = [.authorization: "Bearer \(shop.token)", .contentType: type]
        let response = try await shop.client.execute(
            uri: "/api/v1" + path, method: .post, headers: headers, body: ByteBuffer(string: body))
        let text = String(buffer: response.body)
        let json = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
        return (Int(response.status.code), json["items"] as? [[String: Any]] ?? [], text)
    }

    @Test(arguments: TestStore.engines) func messagesAreFiledAsOneAsAMailboxAndAsAList(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let one = try await post(shop, "/mail", Self.message(1), type: "message/rfc822")
            #expect(one.status == 201 && one.items.first?["outcome"] as? String == "opened", "\(one.text)")
            let mbox = (1...3).map { "From p\($0)@example.org Thu Nov  5 08:00:00 2026\r\n\(Self.message($0))\r\n" }
            let many = try await post(shop, "/mail", mbox.joined(), type: "application/mbox")
            let outcomes = many.items.map { $0["outcome"] as? String }
            #expect(outcomes.count == 3 && outcomes.first == "known", "\(many.text)")
            #expect(many.text.contains("\"read\":3") && many.text.contains("\"warnings\":[]"), "\(many.text)")
            let quoting = mbox[0] + "He wrote:\r\n\r\nFrom p9@example.org Thu Nov  5 08:00:00 2026\r\nNo header.\r\n"
            let doubtful = try await post(shop, "/mail", quoting, type: "application/mbox")
            #expect(doubtful.items.count == 1 && doubtful.text.contains("From "), "\(doubtful.text)")
            #expect(!doubtful.text.contains("\"warnings\":[]"), "\(doubtful.text)")
            let list = (4...5).map { "\"\(Data(Self.message($0).utf8).base64EncodedString())\"" }.joined(separator: ",")
            let json = try await post(shop, "/mail?history=true", "{\"messages\":[\(list)]}", type: "application/json")
            #expect(json.items.count == 2, "\(json.text)")
            let wrong = try await post(shop, "/mail", "{\"messages\":[\"%%\"]}", type: "application/json")
            #expect(wrong.status == 422 || wrong.status == 400, "\(wrong.text)")
            let source = try await shop.client.execute(
                uri: "/api/v1/messages/\(one.items[0]["message"] as? String ?? "")/source", method: .get,
                headers: [.authorization: "Bearer \(shop.token)"])
            #expect(String(buffer: source.body) == Self.message(1))
        }
    }

    @Test(arguments: TestStore.engines) func parkedMailIsJoinedOpenedAndDiscarded(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let opened = try await shop.post("/cases", #"{"kind":"question","subject":"where?"}"#)
            for number in 1...3 {
                let list = Self.message(number).replacing("Subject", with: "List-Id: <x>\r\nSubject")
                let filed = try await post(shop, "/mail", list, type: "message/rfc822")
                #expect(filed.items.first?["outcome"] as? String == "parked", "\(filed.text)")
            }
            let ids = try await shop.get("/parked-mail").list("items").compactMap { $0["id"] as? String }
            #expect(ids.count == 3)
            let joined = try await shop.post("/parked-mail/\(ids[0])/joining", "{\"case\":\"\(opened.text("id"))\"}")
            #expect(joined.status == 200 && joined.text("case") == opened.text("id"), "\(joined.text)")
            let made = try await shop.post("/parked-mail/\(ids[1])/opening", "{\"kind\":\"request\"}")
            #expect(made.status == 200 && made.text("outcome") == "opened", "\(made.text)")
            let gone = try await shop.post("/parked-mail/\(ids[2])/discarding", "{\"why\":\"an advertisement\"}")
            #expect(gone.status == 200 && gone.text("outcome") == "discarded", "\(gone.text)")
            let again = try await shop.post("/parked-mail/\(ids[2])/discarding", "{\"why\":\"again\"}")
            #expect(again.status == 409 || again.status == 422, "\(again.text)")
        }
    }

    @Test(arguments: TestStore.engines) func whatCouldNotBeFetchedIsTriedAgainOrLeft(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            try await shop.site.store.write(as: .shell, at: shop.site.now) { tx in
                let channel = try tx.addChannel(
                    MailChannelDraft(
                        name: "Desk", address: "desk@shop.example", place: tx.place(orDefault: nil).id,
                        sending: MailChannel.Server(host: "127.0.0.1", port: 1, security: .plain)))
                for uid: UInt32 in [8, 9] {
                    tx.mailNotFetched(in: channel.id, validity: 7, uid: uid, isExisting: false, answer: "NO cannot")
                }
            }
            let items = try await shop.get("/unfetched-mail").list("items")
            #expect(items.compactMap { $0["number"] as? Int } == [8, 9])
            let ids = items.compactMap { $0["id"] as? String }
            let tried = try await shop.post("/unfetched-mail/\(ids[0])/trying", "")
            #expect(tried.status == 200 && tried.text("answer") == "NO cannot", "\(tried.text)")
            let silent = try await shop.post("/unfetched-mail/\(ids[1])/leaving", "{\"why\":\" \"}")
            #expect(silent.status == 422, "\(silent.text)")
            let left = try await shop.post("/unfetched-mail/\(ids[1])/leaving", "{\"why\":\"an advertisement\"}")
            #expect(left.status == 200 && left.text("outcome") == "left", "\(left.text)")
            let again = try await shop.post("/unfetched-mail/\(ids[1])/trying", "")
            #expect(again.status == 409 || again.status == 422, "\(again.text)")
            let rest = try await shop.get("/unfetched-mail").list("items")
            #expect(rest.compactMap { $0["id"] as? String } == [ids[0]])
        }
    }

    @Test(arguments: TestStore.engines) func channelsTakePasswordsAndNeverTellThem(on engine: Engine) async throws {
        try await Shop.open(on: engine) { shop, _ in
            let place = try await shop.get("/places").list("items").first?["id"] as? String ?? ""
            let body = """
                {"name":"Desk","address":"Desk@shop.example","place":"\(place)","sending":{"host":"127.0.0.1","port":1,"security":"plain","user":"desk","password":"hidden-word"}}
                """
            let made = try await shop.post("/channels", body)
            #expect(made.status == 201 && !made.text.contains("hidden-word"), "\(made.text)")
            #expect(
                made.object("sending")["has_password"] as? Bool == true && made.text("address") == "desk@shop.example")
            let id = made.text("id")
            let tried = try await shop.post("/channels/\(id)/trial", "{\"to\":\"me@example.org\"}")
            #expect(tried.object("sent")["fault"] as? String == "no-connection", "\(tried.text)")
            let paused = try await shop.post("/channels/\(id)/pausing", "{}")
            #expect(paused.status == 200 && paused["paused_at"] is String, "\(paused.text)")
            #expect(try await shop.get("/channels").list("items").count == 1)
            let stored = try await shop.site.store.read {
                try $0.row("SELECT send_secret FROM mail_channels") { $0.bytes() }
            }
            #expect(stored.map { !String(decoding: $0, as: UTF8.self).contains("hidden") } == true)
        }
    }
}
