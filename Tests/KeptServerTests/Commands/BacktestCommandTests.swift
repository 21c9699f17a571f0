import Foundation
import KeptStore
import KeptTestSupport
import Testing

/// `kept backtest`, run as built.
@Suite struct BacktestCommandTests {
    @Test(arguments: ["0.49", "1", "0.9991", "much"]) func aConfidenceOutOfBoundsIsAMistakeOfUsage(
        confidence: String
    ) async throws {
        let outcome = try await BuiltKept().run(["backtest", "deliveries", "--confidence", confidence])
        #expect(outcome.exitCode == 64 && outcome.complaint.contains("--confidence"), "\(outcome)")
    }

    @Test func daysTheWrongWayRoundAreAMistakeOfUsage() async throws {
        for kind in ["deliveries", "risk"] {
            let outcome = try await BuiltKept().run(
                ["backtest", kind, "--from", "2026-11-02", "--to", "2026-11-01"])
            #expect(outcome.exitCode == 64 && outcome.complaint.contains("2026-11-02"), "\(outcome)")
        }
    }

    @Test(arguments: TestStore.engines) func anEmptyRecordIsToldInTheReadersLanguage(on engine: Engine) async throws {
        try await TestStore.withLocation(engine) { _, location in
            let place =
                switch location {
                case .folder(let path): ["--data", path]
                case .database(let address): ["--database", address]
                }
            for (language, words) in [("C", "no orders to test with"), ("zh_CN.UTF-8", "没有可供测试的订单")] {
                for kind in ["deliveries", "risk"] {
                    let outcome = try await BuiltKept().run(
                        ["backtest", kind] + place, environment: ["LC_ALL": language])
                    #expect(outcome.exitCode == 65 && outcome.complaint.contains(words), "\(outcome)")
                }
            }
        }
    }
}
