/// Why something went wrong, as a customer is told: it must say something. Phrases that say nothing are refused.
package enum TrueReason {
    package enum Fault: Sendable, Hashable {
        /// It has this phrase, which stands for no reason.
        case emptyPhrase(String)
        /// It says only that something is wrong.
        case saysNothing
    }

    /// Characters of a reason.
    package static let longest = 500

    /// What is wrong with a reason; `nil` where it says something.
    ///
    /// A phrase is refused wherever it stands: what is true beside it reads better without it.
    package static func fault(_ text: String) -> Fault? {
        let plain = plain(text)
        let spaced = " \(plain) "
        if let phrase = english.first(where: { spaced.contains(" \($0) ") }) { return .emptyPhrase(phrase) }
        let joined = plain.filter { $0 != " " }
        if let phrase = chinese.first(where: joined.contains) { return .emptyPhrase(phrase) }
        let han = joined.unicodeScalars.count { isHan($0) }
        if vague.contains(plain) || vague.contains(joined) { return .saysNothing }
        return joined.count - han + han * 3 < 9 ? .saysNothing : nil
    }

    package static func problem(_ text: String, _ field: String) -> FieldProblem? {
        if let problem = FieldProblem.required(text, field, limit: longest) { return problem }
        switch fault(text) {
        case .emptyPhrase(let phrase): return FieldProblem(field, "problems.empty-phrase", [Fact("phrase", phrase)])
        case .saysNothing: return FieldProblem(field, "problems.no-reason")
        case nil: return nil
        }
    }

    /// Lower case, letters and digits alone, single spaces; full-width signs as the usual ones.
    private static func plain(_ text: String) -> String {
        var result = ""
        var isApart = false
        for scalar in text.lowercased().unicodeScalars {
            // Full-width forms lie 0xFEE0 above the signs they stand for.
            let usual = (0xFF01...0xFF5E).contains(scalar.value) ? Unicode.Scalar(scalar.value - 0xFEE0) : scalar
            guard let usual else { continue }
            // Signs that nobody sees (zero width, soft hyphen) part no word.
            if usual.properties.generalCategory == .format { continue }
            let character = Character(usual)
            guard character.isLetter || character.isNumber else {
                isApart = !result.isEmpty
                continue
            }
            if isApart { result.append(" ") }
            isApart = false
            result.append(contentsOf: character.lowercased())
        }
        return result
    }

    private static func isHan(_ scalar: Unicode.Scalar) -> Bool {
        (0x3400...0x9FFF).contains(scalar.value) || (0x20000...0x3FFFF).contains(scalar.value)
    }

    /// Whole words, in lower case without signs.
    static let english = [
        "due to circumstances", "circumstances beyond our control", "unforeseen circumstances",
        "unexpected circumstances", "special circumstances", "certain circumstances", "extenuating circumstances",
        "reasons beyond our control", "factors beyond our control", "unforeseen reasons", "various reasons",
        "certain reasons", "some reason", "some reasons", "several reasons", "other reasons", "special reasons",
        "technical reasons", "technical reason", "technical difficulties", "technical difficulty", "technical issue",
        "technical issues", "technical problem", "technical problems", "technical error", "technical errors",
        "operational reasons", "operational issues", "operational difficulties", "organisational reasons",
        "organizational reasons", "administrative reasons", "internal reasons", "internal issues", "system reasons",
        "system issue", "system issues", "system error", "system problem", "logistical reasons", "logistics reasons",
        "logistical issues", "logistical difficulties", "unforeseen delays", "unexpected delays", "force majeure",
        "acts beyond our control", "for reasons unknown",
    ]

    /// Without spaces.
    static let chinese = [
        "由于某些原因", "因某些原因", "某些原因", "某种原因", "某个原因", "种种原因", "各种原因", "多种原因", "一些原因", "其他原因", "特殊原因", "客观原因",
        "内部原因", "相关原因", "个别原因", "不明原因", "众所周知的原因", "不可抗力", "不可抗拒", "不可控因素", "不可控原因", "不可控的因素", "不可控的原因", "技术原因",
        "技术问题", "技术故障", "技术性原因", "系统原因", "系统问题", "系统故障", "系统错误", "系统异常", "运营原因", "经营原因", "管理原因", "物流原因", "物流问题",
        "物流异常", "快递原因", "特殊情况", "突发情况", "突发状况", "意外情况", "一些情况", "某些情况", "情况特殊", "因故延迟", "因故延误", "因故取消", "因故未能", "因故无法",
        "由于故障",
    ]

    /// What says nothing when it stands alone.
    static let vague: Set<String> = [
        "delay", "delays", "a delay", "delayed", "late", "problem", "problems", "a problem", "issue", "issues",
        "an issue", "error", "an error", "mistake", "a mistake", "reason", "reasons", "unknown", "other", "none",
        "no reason", "not applicable", "something went wrong", "there was a problem", "there was an issue",
        "there was a delay", "there was an error", "it was delayed", "it is delayed", "it is late", "it was late",
        "your order is delayed", "your order is late", "we are sorry", "sorry for the inconvenience",
        "we apologise for the inconvenience", "we apologize for the inconvenience", "延误", "延迟", "晚点", "迟到", "问题",
        "出了问题",
        "出现问题", "有问题", "错误", "失误", "故障", "原因", "其他", "无", "没有原因", "不知道", "订单延误", "订单延迟", "包裹延误", "包裹延迟", "配送延误",
        "配送延迟", "给您带来不便", "给您带来不便敬请谅解", "敬请谅解", "十分抱歉", "非常抱歉", "抱歉",
    ]
}
