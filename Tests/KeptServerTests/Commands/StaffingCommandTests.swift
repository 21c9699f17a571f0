import Foundation
import KeptTestSupport
import Testing

/// `kept staffing`, run as built.
@Suite struct StaffingCommandTests {
    private let kept: BuiltKept

    init() throws { kept = try BuiltKept() }

    private func erlang(_ arguments: String..., language: String = "C") async throws -> BuiltKept.Outcome {
        try await kept.run(["staffing", "erlang"] + arguments, environment: ["LC_ALL": language])
    }

    private func figures(_ answer: String) throws -> [String: Double] {
        try #require(JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Double])
    }

    /// The commonest worked example of Erlang C.
    @Test func theUsualExampleInFullPrecision() async throws {
        let outcome = try await erlang(
            "--arrivals-per-hour", "200", "--service-seconds", "180", "--servers", "14", "--target-seconds", "20",
            "--format", "json")
        #expect(outcome.exitCode == 0 && outcome.complaint.isEmpty, "\(outcome)")
        let found = try figures(outcome.answer)
        #expect(
            Set(found.keys) == ["p_wait", "service_level", "mean_wait_seconds", "abandon_share", "occupancy"])
        #expect(abs(found["p_wait", default: 0] - 0.174_131_933_595) < 1e-11)
        #expect(abs(found["service_level", default: 0] - 0.888_350_019_179) < 1e-11)
        #expect(abs(found["mean_wait_seconds", default: 0] - 7.835_937_011_78) < 1e-10)
        #expect(found["abandon_share"] == 0)
    }

    @Test func withPatiencePeopleLeave() async throws {
        let outcome = try await erlang(
            "--arrivals-per-hour", "20", "--service-seconds", "180", "--servers", "2", "--patience-seconds", "120",
            "--target-seconds", "20", "--format", "json")
        let found = try figures(outcome.answer)
        #expect(abs(found["abandon_share", default: 0] - 0.120_893_114_639) < 1e-11)
        #expect(abs(found["service_level", default: 0] - 0.783_409_710_827) < 1e-11)
    }

    @Test func aPersonReadsASentenceInTheirLanguage() async throws {
        let question = ["--arrivals-per-hour", "200", "--service-seconds", "180", "--servers", "14"]
        let english = try await kept.run(["staffing", "erlang"] + question, environment: ["LC_ALL": "C"])
        #expect(
            english.answer == """
                With 14 service points, 88.8 % of all who come are served within 20 s.
                Have to wait: 17.4 %
                Mean wait of all who come: 7.8 s
                Service points at work: 71.4 % of the time

                """, "\(english)")
        let chinese = try await kept.run(
            ["staffing", "erlang"] + question + ["--patience-seconds", "60"], environment: ["LC_ALL": "zh_CN.UTF-8"])
        #expect(chinese.answer.contains("有 14 个服务点时") && chinese.answer.contains("未轮到就离开"), "\(chinese)")
    }

    @Test func anOverloadedLineIsAnErrorThatSaysSo() async throws {
        for (language, words) in [("C", "line would grow without end"), ("zh_CN.UTF-8", "队伍会无限变长")] {
            let outcome = try await erlang(
                "--arrivals-per-hour", "200", "--service-seconds", "180", "--servers", "10", "--format", "json",
                language: language)
            #expect(outcome.exitCode == 65 && outcome.answer.isEmpty, "\(outcome)")
            #expect(outcome.complaint.contains(words) && outcome.complaint.contains("11"), "\(outcome.complaint)")
        }
    }

    @Test(arguments: [
        (["0", "180", "14", "20"], "--arrivals-per-hour"), (["200", "0", "14", "20"], "--service-seconds"),
        (["200", "180", "0", "20"], "--servers"), (["200", "nan", "14", "20"], "--service-seconds"),
        (["200", "180", "14", "inf"], "--target-seconds"),
    ]) func aNumberOutOfItsRangeIsNamedByItsFlag(numbers: [String], flag: String) async throws {
        for language in ["C", "zh_CN.UTF-8"] {
            let outcome = try await erlang(
                "--arrivals-per-hour", numbers[0], "--service-seconds", numbers[1], "--servers", numbers[2],
                "--target-seconds", numbers[3], language: language)
            #expect(outcome.exitCode == 64 && outcome.answer.isEmpty, "\(outcome)")
            #expect(outcome.complaint.hasPrefix("kept: \(flag): "), "\(outcome.complaint)")
        }
    }

    @Test func theFewestServicePointsForATarget() async throws {
        let outcome = try await kept.run([
            "staffing", "servers", "--arrivals-per-hour", "200", "--service-seconds", "180", "--target", "0.8",
            "--within",
            "20", "--format", "json",
        ])
        let found = try figures(outcome.answer)
        #expect(found["servers"] == 14 && found["service_level", default: 0] > 0.888, "\(outcome)")
        let wrong = try await kept.run([
            "staffing", "servers", "--arrivals-per-hour", "200", "--service-seconds", "180", "--target", "1",
            "--within", "0",
        ])
        #expect(wrong.exitCode == 64 && wrong.complaint.contains("--target: "), "\(wrong)")
    }

    @Test func theBenchComparesTheSameFigures() async throws {
        let outcome = try await kept.run(["bench", "erlang", "--servers", "40", "--count", "30", "--format", "json"])
        let found = try figures(outcome.answer)
        #expect(found["asked"] == 30 && found["farthest", default: 1] < 1e-12, "\(outcome)")
    }
}
