import Foundation
import KeptStore
import KeptTestSupport
import Testing

/// `kept backtest waits`, `kept staffing plan` and `what-if`, run as built.
@Suite struct WaitCommandTests {
    @Test func whatCannotBeIsAMistakeOfUsage() async throws {
        let asked = [
            ["backtest", "waits", "--confidence", "0.2"], ["staffing", "plan", "--target", "1"],
            ["staffing", "plan", "--within", "100000"], ["staffing", "what-if", "--points", "1001"],
            ["staffing", "what-if", "--points", "+1", "--from", "2026-11-02", "--to", "2026-11-01"],
        ]
        for arguments in asked {
            let outcome = try await BuiltKept().run(arguments)
            #expect(outcome.exitCode == 64, "\(arguments): \(outcome)")
        }
    }

    @Test(arguments: TestStore.engines) func anEmptyRecordIsToldInTheReadersLanguage(on engine: Engine) async throws {
        try await TestStore.withLocation(engine) { _, location in
            let place =
                switch location {
                case .folder(let path): ["--data", path]
                case .database(let address): ["--database", address]
                }
            let asked = [["backtest", "waits"], ["staffing", "plan"], ["staffing", "what-if", "--points", "+1"]]
            for (language, words) in [("C", "nobody who had to wait"), ("zh_CN.UTF-8", "没有需要等候的人")] {
                for arguments in asked {
                    let outcome = try await BuiltKept().run(arguments + place, environment: ["LC_ALL": language])
                    #expect(outcome.exitCode == 65 && outcome.complaint.contains(words), "\(outcome)")
                }
            }
        }
    }
}
