import KeptDomain

extension Examination {
    static let search = [casesUnfound, messagesUnfound]

    /// Every case is in the search, or waits to be taken in.
    private static let casesUnfound = wrongRows(.textMissing, of: "case", facts: ["number"]) { after in
        """
        SELECT c.id, c.number FROM cases c LEFT JOIN case_texts t ON t.case_id = c.id
        WHERE c.id > \(after) AND t.case_id IS NULL
            AND c.id NOT IN (SELECT subject_id FROM search_queue WHERE kind = 'case')
        """
    }

    /// Every message is in the search as a message of its case, or its case waits to be taken in.
    private static let messagesUnfound = wrongRows(.textMissing, of: "message", facts: ["number"]) { after in
        """
        SELECT m.id, c.number FROM messages m JOIN cases c ON c.id = m.case_id
        LEFT JOIN message_texts t ON t.message_id = m.id
        WHERE m.id > \(after) AND (t.message_id IS NULL OR t.case_id <> m.case_id)
            AND m.case_id NOT IN (SELECT subject_id FROM search_queue WHERE kind = 'case')
        """
    }
}
