/// Tells the charset of bytes without a label, or with a wrong one, by how they read.
///
/// Each candidate is decoded strictly and its characters are weighed: frequent Chinese characters, kana, Hangul,
/// lower-case Cyrillic in words and accented letters beside plain ones speak for it; rare ideographs, private characters,
/// half-width kana, and letters of mixed case speak against it. The best wins if it reads well at all.
enum CharsetEvidence {
    /// The order decides between equals: UTF-8 is told before, by proof.
    private static let candidates: [Charset] = [
        .gb18030, .big5, .shiftJIS, .eucJP, .korean, .windows1252, .windows1251, .koi8,
    ]

    /// `nil` when nothing reads well.
    static func likeliest(_ bytes: UnsafeRawBufferPointer) -> Charset? {
        let sample = sample(of: bytes)
        var best: (charset: Charset, score: Double)?
        for charset in candidates {
            guard let score = score(sample, as: charset), score > 0.3 else { continue }
            if score > (best?.score ?? 0) { best = (charset, score) }
        }
        return best?.charset
    }

    /// Whether bytes that decode in `charset` also read like text of it.
    static func isPlausible(_ bytes: UnsafeRawBufferPointer, as charset: Charset) -> Bool {
        (score(sample(of: bytes), as: charset) ?? 0) > 0
    }

    /// The lines with bytes above 127, up to 16 kB of them, with what is around.
    private static func sample(of bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var sample: [UInt8] = []
        var start = 0
        while start < bytes.count, sample.count < 16_384 {
            var end = start
            var isHigh = false
            while end < bytes.count, bytes[end] != 0x0A, end - start < 16_384 {
                if bytes[end] >= 0x80 { isHigh = true }
                end += 1
            }
            if isHigh { sample += bytes[start..<end] + [0x0A] }
            start = end + 1
        }
        return sample
    }

    /// Mean weight of the characters beyond ASCII, about -1...1; `nil` when more than one in fifty bytes decode to none.
    private static func score(_ sample: [UInt8], as charset: Charset) -> Double? {
        let decoded = sample.withUnsafeBytes { TextDecoder.decoded($0, as: charset) }
        guard let (text, errors) = decoded else { return nil }
        let high = sample.count { $0 >= 0x80 }
        guard high > 0, errors * 50 <= high else { return nil }
        var sum = -3 * Double(errors)
        var count = errors
        var previous: Unicode.Scalar = " "
        var scalars = text.unicodeScalars.makeIterator()
        var current = scalars.next()
        while let scalar = current {
            let next = scalars.next()
            if scalar.value >= 0x80 {
                let weight = weight(of: scalar, after: previous, before: next ?? " ")
                // Korean is written in Hangul; its many ideographs fit pairs of accented letters.
                sum += charset == .korean && (0x4E00...0x9FFF).contains(scalar.value) ? min(weight, 0.2) : weight
                count += 1
            }
            previous = scalar
            current = next
        }
        // Two bytes read as one character are less likely by chance than two read as two.
        return count == 0 ? nil : sum / Double(count)
    }

    private static func weight(
        of scalar: Unicode.Scalar, after previous: Unicode.Scalar, before next: Unicode.Scalar
    ) -> Double {
        switch scalar.value {
        case 0x80...0x9F, 0xE000...0xF8FF, 0xFFFD: return -2
        case 0x3040...0x30FF: return 0.9
        case 0x3000...0x303F, 0xFF01...0xFF5E: return 0.6
        case 0xFF61...0xFF9F: return -0.8
        case 0x4E00...0x9FFF: return CommonIdeographs.contains(scalar) ? 1 : -0.15
        case 0x3400...0x4DBF, 0x20000...0x3FFFF: return -1
        case 0xAC00...0xD7A3: return CommonIdeographs.commonHangul.contains(scalar) ? 1 : 0.1
        case 0x0430...0x044F, 0x0451: return isCyrillic(previous) || isCyrillic(next) ? 0.8 : 0
        case 0x0410...0x042F:
            // A capital inside a word of small letters: the other Cyrillic charset, whose case is the reverse.
            return (0x0430...0x044F).contains(previous.value) ? -1 : 0.4
        case 0x00C0...0x00FF where scalar != "×" && scalar != "÷":
            let beside = isPlainLetter(previous) || isPlainLetter(next)
            let isCapitalInside = scalar.value < 0xE0 && (97...122).contains(previous.value)
            return isCapitalInside ? -0.6 : beside ? 0.8 : -0.4
        case 0x2018...0x201D, 0x2013, 0x2014, 0x2022, 0x2026, 0x20AC, 0x2122: return 0.35
        case 0x00A0, 0x00A9, 0x00AB, 0x00AE, 0x00B0, 0x00B7, 0x00BB: return 0.2
        case 0x2500...0x25FF: return -0.3
        default: return -0.4
        }
    }

    private static func isCyrillic(_ scalar: Unicode.Scalar) -> Bool { (0x0410...0x0451).contains(scalar.value) }
    private static func isPlainLetter(_ scalar: Unicode.Scalar) -> Bool {
        (65...90).contains(scalar.value & ~0x20)
    }
}

/// Characters that make up most of any Chinese, Japanese or Korean text.
enum CommonIdeographs {
    static func contains(_ scalar: Unicode.Scalar) -> Bool { all.contains(scalar) }

    /// The most frequent of simplified and traditional Chinese (after Jun Da's list of modern Chinese, 2004), those of
    /// Japanese news, and those of letters of trade.
    private static let all: Set<Unicode.Scalar> = Set(
        """
        的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心\
        她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给\
        世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便\
        空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔件店货订单询问谢您请付款退寄送\
        這個們來為國說時會對發後裡種經學現當動還進實無與長開關點業將兩間問並應戰頭體見產話給門東聲員論處義幾認條氣題爾別變總電數報結務場計許統區隊決達強難權設據邊張該規萬覺術領確傳師觀讓識\
        帶導爭運謝請貨訂單詢歡迎週電郵臺灣網頁費資訊服務信用戶號碼聯絡郵件您好客戶購買\
        本日人年大出中者国会事見月分後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百書先名川千水半男西電校語土木聞食車何南万毎白天母火右読友左休父雨様御株式社新聞拝啓敬具致申\
        送信返案内登録商品注文確認連絡問合願宜頂利用情報\
        你好吗啊呢吧测试邮件谢祝商务价格产品公司地址联系电话先生小姐女士收到查询附件发票北京上海深圳广州
        """.unicodeScalars)

    static let commonHangul: Set<Unicode.Scalar> = Set(
        "이다의는에을를가하고은지로한기사도대인어서자시나아전리라정해수니일스있보제상부들과장그여면원구공만안요습할게했없것일문회동".unicodeScalars)
}
