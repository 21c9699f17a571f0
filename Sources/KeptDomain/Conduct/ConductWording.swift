/// Finds words that judge a person instead of saying what they said or did, in English and Chinese.
///
/// A list of words, not an understanding of sentences: it asks whoever types for a fact, and they decide. Word lists are
/// not sentences of the program, so they stand here for both languages at once: colleagues write in either.
package enum ConductWording {
    /// The judging words of a text, each once, in the order in which they first stand. What stands between quotation marks
    /// was said by somebody and is left alone.
    package static func judging(in text: String) -> [String] {
        let text = unquoted(text).lowercased()
        var found: [(at: String.Index, word: String)] = []
        var start: String.Index?
        for index in text.indices + [text.endIndex] {
            let isLetter = index < text.endIndex && (isLatin(text[index]) || text[index] == "-")
            if isLetter, start == nil { start = index }
            guard !isLetter, let from = start else { continue }
            start = nil
            let word = String(text[from..<index])
            if isJudging(word) { found.append((from, word)) }
        }
        for word in chinese { found += text.ranges(of: word).map { ($0.lowerBound, word) } }
        var seen: Set<String> = []
        return found.sorted { ($0.at, $0.word.count) < ($1.at, $1.word.count) }.map(\.word)
            .filter { seen.insert($0).inserted }
    }

    /// Whether a text says nothing but how somebody behaved: `difficult customer`, `客户态度恶劣`.
    package static func judgesOnly(_ text: String) -> Bool {
        var rest = text.lowercased()
        let long = (chinese + chineseKinds).sorted { $0.count > $1.count }
        var judged = false
        for word in long where rest.contains(word) {
            rest = rest.replacing(word, with: " ")
            judged = true
        }
        for word in chineseFillers { rest = rest.replacing(word, with: " ") }
        var left = 0
        for word in rest.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "-" }).map(String.init) {
            if isJudging(word) || kinds.contains(word) { judged = true } else if !fillers.contains(word) { left += 1 }
        }
        return judged && left == 0
    }

    private static func isLatin(_ character: Character) -> Bool { character.isLetter && character.utf8.count <= 2 }

    private static func isJudging(_ word: String) -> Bool {
        english.contains(word) || word.hasSuffix("s") && english.contains(String(word.dropLast()))
    }

    private static let pairs: [(open: Character, close: Character)] = [
        ("“", "”"), ("\"", "\""), ("「", "」"), ("『", "』"), ("‘", "’"), ("«", "»"), ("„", "“"),
    ]

    private static func unquoted(_ text: String) -> String {
        var result = ""
        var closing: Character?
        var held = ""
        for character in text {
            if let close = closing {
                if character == close { (closing, held) = (nil, "") } else { held.append(character) }
            } else if let pair = pairs.first(where: { $0.open == character }) {
                closing = pair.close
                result.append(" ")
            } else {
                result.append(character)
            }
        }
        // A mark that nobody closed quotes nothing.
        return result + held
    }

    private static let english: Set<String> = [
        "abusive", "aggressive", "annoying", "arrogant", "asshole", "bastard", "bitch", "bully", "cheapskate", "cheat",
        "childish", "crazy", "cretin", "delusional", "demanding", "difficult", "disgusting",
        "domineering", "drunkard", "dumb", "entitled", "fool", "foolish", "freeloader", "freeloading",
        "freak", "greedy", "hateful", "hysteric", "hysterical", "idiot", "idiotic", "ignorant",
        "impolite", "insane", "insolent", "jerk", "karen", "liar", "lunatic", "lying", "malicious", "maniac", "moron",
        "nasty", "nuts", "nutcase", "obnoxious", "paranoid", "pathetic",
        "psycho", "rude", "scammer", "scrounger", "self-important", "selfish", "snob", "snobbish", "spoiled",
        "stingy", "stubborn", "stupid", "troublemaker", "unfriendly", "unreasonable", "unstable",
        "vulgar", "whiner", "whiny",
    ]
    private static let chinese = [
        "白痴", "傻子", "傻瓜", "傻逼", "愚蠢", "笨蛋", "神经病", "疯子", "发疯", "泼妇", "无赖", "流氓", "无理取闹", "蛮不讲理", "不讲理", "胡搅蛮缠",
        "刁蛮", "刁难", "难缠", "难搞", "奇葩", "极品", "恶劣", "恶心", "讨厌", "可恶", "混蛋", "粗鲁", "粗暴", "没素质", "素质低",
        "没教养", "野蛮", "嚣张", "傲慢", "自大", "自以为是", "目中无人", "盛气凌人", "霸道", "专横", "歇斯底里", "情绪化", "矫情",
        "贪小便宜", "占便宜", "贪婪", "抠门", "小气", "白嫖", "薅羊毛", "骗子", "撒谎", "说谎", "无耻", "不可理喻", "态度差", "态度不好",
    ]
    private static let kinds: Set<String> = [
        "abuse", "hysteria", "self", "conduct", "behaviour", "behavior", "attitude",
    ]
    private static let chineseKinds = ["辱骂", "情绪失控", "强势", "自视甚高", "行为", "态度", "情绪", "占便宜者"]
    private static let fillers: Set<String> = [
        "a", "an", "customer", "client", "caller", "guest", "person", "man", "woman", "he", "she", "they", "it",
        "was", "is", "were", "been", "very", "so", "too", "just", "really", "and", "or", "of", "to", "by", "because",
        "due", "their", "his", "her", "s", "bad", "on", "the", "phone",
    ]
    private static let chineseFillers = [
        "客户", "顾客", "客人", "对方", "这个", "该", "此人", "他", "她", "人", "很", "太", "非常", "极其", "十分", "因为", "由于", "的", "了",
        "是", "和", "且", "并", "过于", "有点",
    ]
}
