import KeptDomain
import KeptWords

/// What customers are told of remedies in one transaction: a row for each sentence, and with it the message that carries it
/// to whoever can be reached. They are rows of the commit that books the remedy, so a crash leaves both or neither, and
/// the outbox sends each once. What is asked of the record is asked for all at once, however many there are.
struct TellingBatch {
    struct Sentence {
        let about: TellingAbout
        /// As it is stored; what Kept says itself is worded for each reader.
        let said: String
        /// BCP 47.
        let language: String
    }

    /// Who writes the messages.
    static let author = Actor.system("remedies").description

    private let transaction: Transaction
    private let words: Vocabulary?
    private var sentences: [Sentence] = []
    private var messages: [[Value]] = []
    private var sends: [[Value]] = []
    private var tellings: [[Value]] = []
    /// Messages that are carried out of the house: only what becomes of them tells whether they arrive.
    private(set) var onTheirWay: [ID<Message>] = []
    /// Cases whose conversation stands on a page that has something to read now.
    private var toRead: Set<ID<Case>> = []

    /// - Parameter words: `nil` where a file told what happened: nobody is written to because of that.
    init(in transaction: Transaction, words: Vocabulary?) {
        self.transaction = transaction
        self.words = words
    }

    mutating func add(_ sentence: Sentence) { sentences.append(sentence) }

    /// Sends everything, parents first.
    mutating func write() throws {
        guard !sentences.isEmpty else { return }
        let cases = Set(sentences.compactMap(\.about.found)).sorted()
        let recipients = try words == nil ? [:] : transaction.recipients(of: cases)
        // In a demonstration everything goes its way but what leaves the house.
        let isPlayed = try transaction.isDemonstration()
        for sentence in sentences { tell(sentence, recipients, isPlayed: isPlayed) }
        try transaction.add(
            into: "messages",
            columns: [
                "id", "case_id", "direction", "channel", "author", "customer_id", "contact", "subject", "body",
                "language", "zone", "written_at", "learned_at", "is_automatic", "left_at",
            ], rows: messages)
        try transaction.add(
            into: "sends",
            columns: [
                "id", "receiver", "message_id", "contact", "state", "queued_at", "next_attempt_at", "settled_at",
                "answer",
            ], rows: sends)
        try transaction.add(
            into: "tellings",
            columns: [
                "id", "customer_id", "case_id", "order_id", "remedy_id", "request_id", "said", "language", "told_at",
                "message_id", "untold",
            ], rows: tellings)
        if !toRead.isEmpty { try transaction.standOnPages(of: toRead.sorted()) }
    }

    private mutating func tell(
        _ sentence: Sentence, _ recipients: [ID<Case>: TellingRecipient], isPlayed: Bool
    ) {
        let about = sentence.about
        var (message, untold): (ID<Message>?, Untold?) = (nil, about.found == nil ? .noCase : .history)
        if let words, let recipient = about.found.flatMap({ recipients[$0] }) {
            untold = recipient.isHistory ? .history : recipient.reach.untold
            if untold == nil, let way = recipient.reach.way {
                message = write(
                    sentence, to: recipient, by: way.channel, way.address, words,
                    isPlayed: isPlayed && way.address != nil)
            }
        }
        if message != nil { untold = nil }
        if let untold, let found = about.found {
            transaction.journal(
                JournalEntry(
                    "case.remedy-untold", of: .case(found), customer: about.customer,
                    facts: [Fact("reason", untold.rawValue)]))
        }
        let row: SQL = """
            \(transaction.newID(Telling.self)), \(about.customer), \(about.found), \(about.order), \(about.remedy), \
            \(about.request), \(sentence.said), \(sentence.language), \(transaction.now), \(message), \(untold)
            """
        tellings.append(row.values)
    }

    private mutating func write(
        _ sentence: Sentence, to recipient: TellingRecipient, by channel: Message.Channel, _ address: String?,
        _ words: Vocabulary, isPlayed: Bool = false
    ) -> ID<Message> {
        let (id, now, own) = (transaction.newID(Message.self), transaction.now, words[Language(sentence.language)])
        let letter = recipient.letter(saying: own.stored(sentence.said), in: own)
        // An answer to their own letter goes under that one's subject.
        let subject = channel.isCarried && !recipient.wroteByMail ? letter.subject : nil
        let leftAt: Instant? = channel.isCarried && !isPlayed ? nil : now
        let row: SQL = """
            \(id), \(recipient.case), \(Message.Direction.outgoing), \(channel), \(Self.author), \(recipient.customer), \
            \(address), \(subject), \(channel.isCarried ? letter.body : own.stored(sentence.said)), \
            \(sentence.language), \(recipient.zone), \(now), \(now), \(true), \(leftAt)
            """
        messages.append(row.values)
        if let address {
            let state: Send.State = isPlayed ? .accepted : .waiting
            let settledAt: Instant? = isPlayed ? now : nil
            let answer: String? = isPlayed ? "played" : nil
            let send: SQL = """
                \(transaction.newID(Send.self)), \(Send.Receiver.customer), \(id), \(address), \(state), \(now), \
                \(now), \(settledAt), \(answer)
                """
            sends.append(send.values)
            if !isPlayed { onTheirWay.append(id) }
        } else {
            toRead.insert(recipient.case)
        }
        transaction.journal(
            JournalEntry(
                "case.remedy-told", of: .case(recipient.case), customer: recipient.customer,
                facts: [Fact("channel", channel.rawValue)]))
        return id
    }
}
