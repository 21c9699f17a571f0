import KeptDomain

extension ReadMessage {
    /// Takes a message apart.
    ///
    /// Anything with one field of a message is read, however broken; time and memory grow with the length alone. Embedded
    /// messages and archives are attachments and are not opened.
    /// - Parameter longestText: how many bytes of text are shown and folded; the rest is in the raw message only.
    package init(_ bytes: [UInt8], longestText: Int = 1_000_000) throws(NotMail) {
        guard bytes.contains(where: { !$0.isSpace }) else { throw .empty }
        let mailbox = MailboxFile(bytes)
        let bytes = mailbox.following == 0 ? bytes : Array(bytes[mailbox.first])
        let block = HeaderBlock(bytes)
        guard MailFields.areOfMessage(block), !MailFields.isWebExchange(bytes) else { throw .noHeader }
        self.init(bytes, block, longestText)
        following = mailbox.following
    }

    private init(_ bytes: [UInt8], _ block: HeaderBlock, _ longestText: Int) {
        faults = block.faults
        var decoder = TextDecoder()
        // Labels in the header say what the writer's program speaks, also where it forgot to say so.
        for field in block.fields { decoder.learn(labelsOf: field.value) }
        let fallback = decoder.neighbours.first.map { [$0.name] } ?? []
        let tree = MimeTree(bytes, block, fallbacks: ["utf-8"] + fallback + ["windows-1252"])
        for leaf in tree.leaves { decoder.learn(label: leaf.charset) }
        readHeader(block, EncodedWords(decoder: decoder))
        let leaves = LeafChoice(tree.leaves)
        report = tree.leaves.first { $0.report != nil }?.report
        attachments = leaves.attachments.map(Attachment.init)
        inlineParts = leaves.inline.map(Attachment.init)
        otherParts = leaves.others.map(Attachment.init)
        var body = MessageBody(leaves.blocks, decoder: decoder, longest: longestText)
        charsets = body.charsets
        if body.isCut { faults.insert(.cutText) }
        if charsets.contains(where: { $0.undecodable > 0 }) { faults.insert(.undecodable) }
        bounce = Bounce(of: self, leaves: tree.leaves, block: block, text: body.text, decoder: decoder)
        automatic = AutomaticReason(block, of: self)
        // What a mail server reports is not a reply: nothing in it is folded away.
        text = bounce == nil ? FoldedText(folding: body.text) : FoldedText(whole: body.text)
        html = body.takeHTML().map { CleanedHTML(cleaning: $0) }
    }

    private mutating func readHeader(_ block: HeaderBlock, _ words: EncodedWords) {
        let addresses = AddressFields(words: words)
        func ids(_ name: String) -> [MessageID] {
            block.values(name).flatMap { MessageID.list(String(decoding: EncodedWords.unfolded($0), as: UTF8.self)) }
        }
        // Some programs number their messages without brackets and a host.
        messageID =
            ids("message-id").first
            ?? block.first("message-id").map { String(decoding: $0.trimmed, as: UTF8.self) }
            .flatMap { $0.isEmpty || $0.contains(where: \.isWhitespace) ? nil : MessageID($0) }
        inReplyTo = ids("in-reply-to")
        // Older programs tell in words whose message it was, with the identifier at the end.
        if inReplyTo.count > 1, block.first("in-reply-to")?.contains(UInt8(ascii: "\"")) == true {
            inReplyTo = inReplyTo.suffix(1)
        }
        references = ids("references")
        from = addresses.addresses(block.values("from"))
        sender = addresses.addresses(block.values("sender")).first
        replyTo = addresses.addresses(block.values("reply-to"))
        to = addresses.addresses(block.values("to"))
        cc = addresses.addresses(block.values("cc"))
        deliveredTo = ["delivered-to", "x-original-to", "envelope-to"].flatMap { addresses.addresses(block.values($0)) }
        subject = block.first("subject").map(words.text) ?? ""
        date = block.values("date").lazy.compactMap { MailDate($0) }.first
        if let path = block.first("return-path") {
            let text = String(decoding: path.trimmed, as: UTF8.self).filter { $0 != "<" && $0 != ">" }.trimmedText
            returnPath = text.isEmpty || text == "<>" ? .empty : .address(String(text))
        }
    }
}

extension TextDecoder {
    /// Remembers the charsets of the encoded words in a field.
    fileprivate mutating func learn(labelsOf field: ArraySlice<UInt8>) {
        guard field.contains(UInt8(ascii: "=")), field.contains(UInt8(ascii: "?")) else { return }
        for run in EncodedWords.runs(EncodedWords.unfolded(field)) {
            if case .encoded(let charset, _) = run { learn(label: charset) }
        }
    }
}
