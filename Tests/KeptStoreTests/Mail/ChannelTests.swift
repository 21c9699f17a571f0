import KeptDomain
import KeptStore
import KeptTestSupport
import Testing

@Suite struct ChannelTests {
    @Test(arguments: TestStore.engines) func aPasswordStaysForItsServerAlone(on engine: Engine) async throws {
        try await MailDesk.with(engine) { (desk: MailDesk) async throws -> Void in
            func change(_ draft: MailChannelDraft, revision: Int) async throws -> MailChannel {
                try await desk.counter.store.write(as: .shell, at: MailDesk.now) { tx in
                    try tx.changeChannel(desk.channel.id, to: draft, revision: revision)
                    return try tx.knownChannel(desk.channel.id)
                }
            }
            var draft = MailDesk.draft(at: desk.channel.place)
            draft.sending.secret = nil
            draft.name = "Another name"
            #expect(try await change(draft, revision: 1).sending.secret == [1, 2, 3])
            // Whoever may set channels must not get a stored password sent to a server of their own.
            draft.sending.host = "mail.attacker.example"
            #expect(try await change(draft, revision: 2).sending.secret == nil)
            await #expect(throws: StoreError.self) { _ = try await change(draft, revision: 1) }
        }
    }

    @Test(arguments: TestStore.engines) func whatIsWrongWithAChannelIsToldByField(on engine: Engine) async throws {
        try await MailDesk.with(engine) { (desk: MailDesk) async throws -> Void in
            var draft = MailDesk.draft(at: desk.channel.place)
            draft.address = "no address"
            draft.sending.host = "https://mail.example.org/"
            draft.sending.port = 0
            draft.pollSeconds = 1
            do {
                _ = try await desk.counter.store.write(as: .shell, at: MailDesk.now) { [draft] in
                    try $0.addChannel(draft)
                }
                Issue.record("taken")
            } catch let input as InvalidInput {
                #expect(Set(input.problems.map(\.field)) == ["address", "send_host", "send_port", "poll_seconds"])
            }
            let same = MailDesk.draft(at: desk.channel.place)
            await #expect(throws: InvalidInput.self) {
                try await desk.counter.store.write(as: .shell, at: MailDesk.now) { _ = try $0.addChannel(same) }
            }
        }
    }

    @Test func aSealedSecretOpensWithItsKeyAlone() throws {
        let (box, other) = (
            SecretBox(secret: Array(repeating: 1, count: 32)), SecretBox(secret: Array(repeating: 2, count: 32))
        )
        let sealed = try box.sealed("pass 密码")
        #expect(try box.opened(sealed) == "pass 密码" && sealed != (try box.sealed("pass 密码")))
        #expect(throws: ChannelRefusal.secretUnreadable) { try other.opened(sealed) }
        #expect(throws: ChannelRefusal.secretUnreadable) { try box.opened([1, 2, 3]) }
    }
}
