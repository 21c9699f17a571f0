/// How mail programs mark what they repeat, in the languages that customers write.
enum QuoteMarks {
    enum Label { case sender, recipient, date, subject, copy }

    /// A line that begins with `>`, also after blanks or after initials (`JS> `), and `|`.
    static func isQuoted(_ line: Substring) -> Bool {
        let bytes = line.utf8.drop(while: \.isBlank)
        guard let first = bytes.first else { return false }
        if first == UInt8(ascii: ">") { return !bytes.starts(with: ">From ".utf8) }
        let initials = bytes.prefix { $0.isLetter }
        return (1...4).contains(initials.count) && bytes.dropFirst(initials.count).starts(with: "> ".utf8)
    }

    static func isSignatureDelimiter(_ line: Substring) -> Bool {
        line == "-- " || line == "--" || line == "-- \r" || line == "—"
    }

    static func isRule(_ line: Substring) -> Bool {
        let text = line.trimmedText
        return text.utf8.count >= 10 && text.utf8.allSatisfy { $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }
    }

    // MARK: Introductions

    private static let verbs = [
        "wrote", "writes", "schrieb", "a écrit", "ecrit", "escribió", "escribio", "ha scritto", "scrisse", "schreef",
        "escreveu", "napisał", "pisze", "skrev", "写道", "寫道", "写", "書きました", "のメール", "さんは書き", "wrote the following",
        "пишет", "написал", "писал", "作成", "作成しました",
    ]

    private static let beginnings = [
        "on ", "am ", "le ", "el ", "il ", "op ", "em ", "den ", "dnia ", "w dniu ", "在", "于", "於", "at ", "quoting ",
        "in message", "за ", "вы писали", "20", "19", "\"", "le:", "thus ", "from ", "在 ", "d. ",
    ]

    static func mayBeginIntroduction(_ line: Substring) -> Bool {
        let text = line.trimmedText
        guard text.utf8.count <= 400 else { return false }
        let start = text.prefix(16).lowercased()
        return beginnings.contains { start.hasPrefix($0) } || endsAsIntroduction(text) && isLooseIntroduction(line)
    }

    /// `On Friday, Ann wrote:`, `在 2012年4月3日，王明 写道：`, joined to one line.
    static func isIntroduction(_ text: String) -> Bool {
        endsAsIntroduction(text[...]) && (text.contains("@") || text.contains(where: \.isNumber))
    }

    /// Whether an introduction names a time or an address, as those of programs do and sentences of people rarely.
    static func isOfProgram(_ text: String) -> Bool {
        if text.contains("@") { return true }
        let numbers = text.split { !$0.isNumber }
        return numbers.count >= 3 && numbers.contains { $0.count == 4 || $0.count == 2 }
    }

    private static func endsAsIntroduction(_ text: Substring) -> Bool {
        var rest = text.trimmedText
        while let last = rest.last, last == "-" || last == "*" || last.isWhitespace { rest.removeLast() }
        guard let last = rest.last, last == ":" || last == "：" else { return false }
        let end = rest.dropLast().trimmedText.suffix(48).lowercased()
        return verbs.contains { end.hasSuffix($0) } || verbs.prefix(3).contains { end.contains($0 + " ") }
    }

    /// A line that ends in a colon and names somebody or some time: `Ann <ann@example.org>:`.
    static func isLooseIntroduction(_ line: Substring) -> Bool {
        let text = line.trimmedText
        guard let last = text.last, last == ":" || last == "：", text.utf8.count <= 400 else { return false }
        return text.contains("@") || text.contains(where: \.isNumber) || endsAsIntroduction(text)
    }

    // MARK: Earlier messages as a whole

    private static let originals = [
        "original message", "original appointment", "ursprüngliche nachricht", "message d'origine", "message original",
        "mensaje original", "messaggio originale", "mensagem original", "oorspronkelijk bericht", "originalmeddelande",
        "原始邮件", "原始郵件", "原邮件", "原始信息", "原始訊息", "原邮件信息", "元のメッセージ", "original-nachricht",
        "reply message", "исходное сообщение", "回复的原邮件", "reply above this line",
    ]

    private static let forwards = [
        "forwarded message", "forwarded by", "weitergeleitete nachricht", "message transféré", "mensaje reenviado",
        "begin forwarded message", "messaggio inoltrato", "转发邮件", "轉寄郵件", "转发的邮件", "转发信息",
        "anfang der weitergeleiteten", "転送メッセージ", "пересылаемое сообщение",
    ]

    /// `-----Original Message-----`, `------------------ 原始邮件 ------------------`, `##- Please type your reply above …`.
    static func isOriginalMark(_ line: Substring) -> Bool {
        guard let title = betweenDashes(line) else { return false }
        return originals.contains { title.hasPrefix($0) || title.hasSuffix($0) }
    }

    static func isForward(_ line: Substring) -> Bool {
        let start = line.trimmedText
        if start.lowercased().hasPrefix("begin forwarded message") { return true }
        guard let title = betweenDashes(line) else { return false }
        return forwards.contains { title.hasPrefix($0) }
    }

    private static func betweenDashes(_ line: Substring) -> String? {
        guard line.utf8.count <= 200 else { return nil }
        var text = line.trimmedText
        var dashes = 0
        while let first = text.first, first == "-" || first == "—" || first == "_" || first == "=" || first == " " {
            if first != " " { dashes += 1 }
            text.removeFirst()
        }
        guard dashes >= 2, !text.isEmpty else { return nil }
        while let last = text.last, last == "-" || last == "—" || last == "_" || last == "=" || last.isWhitespace {
            text.removeLast()
        }
        return text.lowercased()
    }

    private static let labels: [(Label, [String])] = [
        (.sender, ["from", "von", "de", "da", "van", "发件人", "寄件者", "寄件人", "差出人", "från", "от", "发信人"]),
        (.recipient, ["to", "an", "à", "para", "a", "aan", "收件人", "收件者", "宛先", "till", "кому"]),
        (
            .date,
            [
                "sent", "date", "gesendet", "datum", "envoyé", "enviado", "fecha", "inviato", "verzonden", "发送时间",
                "发件时间", "日期", "寄件日期", "傳送時間", "送信日時", "日時", "时间", "skickat", "дата", "发送日期", "傳送日期",
            ]
        ),
        (
            .subject,
            [
                "subject", "betreff", "objet", "asunto", "oggetto", "onderwerp", "assunto", "主题", "主旨", "件名", "ämne",
                "тема", "标题",
            ]
        ),
        (.copy, ["cc", "kopie", "抄送", "副本"]),
    ]

    /// Which field of an earlier message the line repeats: `发件人: …`, `*From:* …`.
    static func label(_ line: Substring) -> Label? {
        let text = line.trimmedText.drop { $0 == "*" || $0 == ">" || $0 == "|" || $0 == " " }
        let head = text.prefix(24)
        guard let colon = head.firstIndex(where: { $0 == ":" || $0 == "：" }) else { return nil }
        let word = head[..<colon].filter { $0 != "*" && $0 != " " && $0 != "\u{3000}" && $0 != "\u{A0}" }.lowercased()
        return labels.first { $0.1.contains(word) }?.0
    }

    private static let telephones = [
        "sent from my ", "sent from a ", "von meinem ", "gesendet von ", "envoyé de mon", "enviado desde mi",
        "inviato da ", "verzonden vanaf", "发自我的", "發自我的", "从我的", "從我的", "iphoneから送信", "get outlook for",
        "发自", "來自我的", "来自我的", "sent via ", "sent with ",
    ]

    /// `Sent from my iPhone`, `发自我的 iPhone`: one line by itself.
    static func isTelephoneSignature(_ line: Substring) -> Bool {
        guard line.utf8.count <= 120 else { return false }
        let text = line.trimmedText.lowercased()
        return telephones.contains { text.hasPrefix($0) }
    }
}
