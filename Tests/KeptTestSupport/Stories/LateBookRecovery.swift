import Foundation
import KeptDomain
import KeptStore

/// Making it good: what the customer hears before they call, and what they are asked afterwards.
extension LateBookTeller {
    static var toldBeforeTheyCall: [Story<LateBookTeller>.Step] {
        [
            .init("ten minutes later the customer has the true reason and can choose an evening, before they call") {
                story in
                await story.move(to: "2026-11-02T12:10:00+01:00")
                let templates = try await story.api("GET", "/recovery-templates")
                let number = try (0..<templates.count("items")).first {
                    try templates.value("items.\($0).name") == "A broken word"
                }
                let template = try templates.value("items.\(number ?? 0).id") ?? ""
                func body(_ reason: String) -> String { "{\"template\":\"\(template)\",\"reason\":\"\(reason)\"}" }
                let path = "/cases/\(story.openCase)/recovery"
                let phrase = try await story.api("POST", path + "/messages", body("due to circumstances"))
                try story.expect(phrase.status == 422, "a phrase is no reason", phrase)
                let reason = "The courier fell ill this morning and nobody took over."
                let sent = try await story.api("POST", path + "/messages", body(reason))
                try story.expect(sent.status == 201, "the message", sent)
                try story.expect(sent, "failures.0.kind", is: "broken-promise")
                let text = try await story.letter(with: reason, until: "2026-11-02T12:10:02+01:00")
                try story.expect(text.contains("/t/"), "the choice of another time", sent)
                let recovery = try await story.until("the step", { try await story.api("GET", path) }) {
                    try $0.value("next") == "solve"
                }
                try story.expect(recovery, "steps.2.seconds", is: "602")
                let page = try await story.page(story.trackingPath)
                try story.expect(page.text.contains("18:00"), "an evening can be chosen", page)
            }
        ]
    }

    static var madeGood: [Story<LateBookTeller>.Step] {
        [
            .init("three days after the closing the customer is asked whether it was made good") { story in
                await story.move(to: "2026-11-08T09:00:01+01:00")
                let path = "/cases/\(story.openCase)/recovery"
                _ = try await story.until("the question", { try await story.api("GET", path) }) {
                    try $0.value("follow_up.state") == "sent"
                }
                let text = try await story.letter(with: "/f/", until: "2026-11-08T09:00:04+01:00")
                guard let start = text.range(of: "/f/") else {
                    throw StoryFailure(step: "", what: "no link in \(text)")
                }
                story.remember(followUp: String(text[start.lowerBound...].prefix(3 + 26)))
            },
            .init("opening the link answers nothing; one tap does, without a log-in") { story in
                let page = try await story.page(story.followUpPath + "?answer=yes")
                try story.expect(page.status == 200, "the page", page)
                try story.expect(!page.text.contains(story.openCase), "no id of the case", page)
                let path = "/cases/\(story.openCase)/recovery"
                let before = try await story.api("GET", path)
                try story.expect(before, "follow_up.state", is: "sent")
                let token = try LateBookTeller.text(in: page, behind: "name=\"form_token\" value=\"")
                let done = try await story.submit(
                    story.followUpPath, [("form_token", token), ("answer", "yes")], cookies: page.cookies)
                try story.expect((300..<400).contains(done.status), "the answer is taken", done)
                let after = try await story.api("GET", path)
                try story.expect(after, "follow_up.answer", is: "yes")
                try story.expect(after, "next", is: nil)
            },
            .init("the report has the failure, the cause and the answer") { story in
                let report = try await story.api("GET", "/reports/recovery")
                try story.expect(report, "made_good.yes", is: "1")
                try story.expect(report, "causes.0.name", is: "courier without substitute")
                try story.expect(report, "cost.0.currency", is: "EUR")
                let promises = try await story.api("GET", "/reports/promises")
                try story.expect(promises, "items.0.kept", is: "1")
                try story.expect(promises, "items.0.first_word_kept", is: "0")
            },
        ]
    }
}
