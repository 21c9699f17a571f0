import KeptDomain
import KeptFigures

/// The recovery and promise reports as text for programs. Names of fields are the same in JSON and CSV.
package enum RecoveryText {
    /// One JSON object; spans in seconds, shares in 0...1, causes by their English names.
    package static func json(_ report: RecoveryReport, span: ReportSpan, causes: [Cause]) -> String {
        let names = Dictionary(uniqueKeysWithValues: causes.map { ($0.id, $0.name(in: "en")) })
        let answers = FollowUp.Answer.allCases.map { "\"\($0.rawValue)\":\(report.answers[$0] ?? 0)" }
        let groups = LaterPurchases.Group.allCases.map { group in
            "\"\(group.rawValue)\":\(json(report.purchases[group], met: "bought"))"
        }
        return """
            {"from":"\(span.from)","to":"\(span.to)","recoveries":\(report.recoveries),\
            "failures":[\(report.kinds.map(json).joined(separator: ","))],\
            "first_step_seconds":\(seconds(report.firstStep.median, report.firstStep.p90)),\
            "steps":[\(report.steps.map(json).joined(separator: ","))],\
            "follow_ups":{"sent":\(report.asked),"waiting":\(report.waiting),"unreachable":\(report.unreachable),\
            "answers":{\(answers.joined(separator: ","))}},"made_good":\(json(report.madeGood, met: "yes")),\
            "later_purchases":{"days":\(report.purchases.within.days),\(groups.joined(separator: ",")),\
            "differences":[\(differences(report.purchases).joined(separator: ","))],\
            "note":"matched within 7 days; no proof of cause"},\
            "cost":[\(report.costs.map(json).joined(separator: ","))],\
            "causes":[\(report.causes.map { json($0, names) }.joined(separator: ","))]}
            """
    }

    private static func json(_ kind: RecoveryReport.KindCount) -> String {
        """
        {"kind":"\(kind.kind.rawValue)","count":\(kind.count),"foreseen":\(kind.foreseen),"told_before":\(kind.toldBefore)}
        """
    }

    private static func json(_ times: RecoveryReport.StepTimes) -> String {
        """
        {"step":"\(times.step.rawValue)","done":\(times.done),"left_out":\(times.leftOut),\
        "seconds":\(seconds(times.median, times.p90))}
        """
    }

    private static func seconds(_ median: Double?, _ p90: Double?) -> String {
        "{\"p50\":\(number(median)),\"p90\":\(number(p90))}"
    }

    private static func json(_ proportion: Proportion, met: String) -> String {
        let interval = proportion.interval().map { "[\(number($0.lowerBound)),\(number($0.upperBound))]" } ?? "null"
        return """
            {"\(met)":\(proportion.successes),"of":\(proportion.trials),"share":\(number(proportion.share)),\
            "interval":\(interval)}
            """
    }

    private static func differences(_ purchases: LaterPurchases) -> [String] {
        let pairs: [(LaterPurchases.Group, LaterPurchases.Group)] = [
            (.well, .never), (.badly, .never), (.well, .badly),
        ]
        return pairs.compactMap { group, other in
            purchases.difference(group, from: other).map { found in
                """
                {"group":"\(group.rawValue)","against":"\(other.rawValue)","difference":\(number(found.value)),\
                "interval":[\(number(found.interval.lowerBound)),\(number(found.interval.upperBound))]}
                """
            }
        }
    }

    private static func json(_ cost: RecoveryReport.Cost) -> String {
        """
        {"currency":"\(cost.amount.currency.code)","amount_minor":\(cost.amount.minor),"remedies":\(cost.remedies)}
        """
    }

    private static func json(_ count: RecoveryReport.CauseCount, _ names: [ID<Cause>: String]) -> String {
        let name = count.cause.flatMap { names[$0] }.map(JSONText.string) ?? "null"
        let id = count.cause.map { "\"\($0)\"" } ?? "null"
        return """
            {"month":"\(count.month)","cause":\(id),"name":\(name),"is_ours":\(count.isOurs),"cases":\(count.cases)}
            """
    }

    private static func number(_ value: Double?) -> String { JSONText.number(value) }

    /// Four decimals at most, nothing for what is unknown.
    private static func plain(_ value: Double?) -> String { value.map { "\(($0 * 10_000).rounded() / 10_000)" } ?? "" }

    /// The times of the steps, RFC 4180 with a header.
    package static func csv(_ report: RecoveryReport) -> String {
        let head = ["step", "done", "left_out", "p50_seconds", "p90_seconds"]
        let lines = report.steps.map { times in
            [
                times.step.rawValue, String(times.done), String(times.leftOut), plain(times.median), plain(times.p90),
            ]
        }
        return ([head] + lines).map(CSVText.line).joined(separator: "\r\n")
    }

    /// The times of each step, for a terminal.
    package static func table(_ report: RecoveryReport) -> String {
        TextTable.aligned(
            [["step", "done", "left_out", "p50_seconds", "p90_seconds"]]
                + report.steps.map {
                    [$0.step.rawValue, String($0.done), String($0.leftOut), plain($0.median), plain($0.p90)]
                })
    }

    // MARK: promises

    private static let promiseColumns = [
        "month", "standard", "kept", "broken", "kept_share", "chains", "first_word_kept", "first_word_kept_share",
    ]

    package static func json(_ counts: [PromiseCount]) -> String {
        let rows = counts.map { count in
            """
            {"month":"\(count.month)","standard_id":\(count.standard.map { "\"\($0)\"" } ?? "null"),\
            "standard":\(count.name.map(JSONText.string) ?? "null"),"kept":\(count.kept),"broken":\(count.broken),\
            "kept_share":\(number(count.keptShare)),"chains":\(count.chains),"first_word_kept":\(count.firstKept),\
            "first_word_kept_share":\(number(count.firstKeptShare))}
            """
        }
        return "[" + rows.joined(separator: ",\n ") + "]"
    }

    private static func cells(_ count: PromiseCount) -> [String] {
        [
            count.month, count.name ?? "", String(count.kept), String(count.broken), plain(count.keptShare),
            String(count.chains), String(count.firstKept), plain(count.firstKeptShare),
        ]
    }

    package static func csv(_ counts: [PromiseCount]) -> String {
        ([promiseColumns] + counts.map(cells)).map(CSVText.line).joined(separator: "\r\n")
    }

    package static func table(_ counts: [PromiseCount]) -> String {
        TextTable.aligned([promiseColumns] + counts.map(cells))
    }
}
