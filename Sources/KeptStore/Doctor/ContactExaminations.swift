import KeptDomain

extension Examination {
    static let contact = [talksWithoutWord, talksUnread, trackingWords]

    /// A talk begins with a word of the customer, which carries its mark.
    private static let talksWithoutWord = wrongRows(.talkWithoutWord, of: "talk", facts: ["number"]) { after in
        """
        SELECT t.id, c.number FROM talks t JOIN cases c ON c.id = t.case_id
        WHERE t.id > \(after) AND NOT EXISTS (
          SELECT 1 FROM messages m WHERE m.source = 'talk-' || t.id AND m.external_id = t.sending)
        """
    }

    /// What stands on the tracking page of an order was said by its customer or to them, and never among colleagues.
    private static let trackingWords = wrongRows(.trackingMessageOff, of: "order", facts: ["number"]) { after in
        """
        SELECT o.id, o.number FROM orders o WHERE o.id > \(after) AND EXISTS (
            SELECT 1 FROM tracking_messages t JOIN messages m ON m.id = t.message_id
            WHERE t.order_id = o.id AND (m.direction = 'internal' OR m.customer_id <> o.customer_id))
        """
    }

    /// What is called unread is an answer that stands on a page and that was not read.
    private static let talksUnread = wrongRows(.talkUnreadOff, of: "talk", facts: ["number"]) { after in
        """
        SELECT t.id, c.number FROM talks t JOIN cases c ON c.id = t.case_id
        WHERE t.id > \(after) AND t.unread_since IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM messages m WHERE m.direction = 'out' AND m.channel IN ('chat', 'form')
            AND (m.is_automatic = 0 OR m.author = \(TellingBatch.author)) AND m.written_at >= t.unread_since AND m.id > coalesce(t.read_up_to, 0)
            AND m.case_id IN (SELECT case_id FROM messages WHERE source = 'talk-' || t.id UNION ALL SELECT t.case_id))
        """
    }
}
