import KeptDomain

extension Examination {
    static let cases = [breaksWithoutCase, owners, loads, episodes, sends, mails, unfetched, answers, skillRules]

    /// What was taken by whatever carries it has left, and nothing else on its way has.
    private static let sends = wrongRows(.sendOff, of: "message", facts: ["state"]) { after in
        """
        SELECT m.id, s.state FROM sends s JOIN messages m ON m.id = s.message_id
        WHERE m.id > \(after) AND (s.state = 'accepted') <> (m.left_at IS NOT NULL)
        """
    }

    /// The last episode of a case stands as the case does.
    private static let episodes = wrongRows(.episodeOff, of: "case", facts: ["number"]) { after in
        """
        SELECT c.id, c.number FROM cases c LEFT JOIN case_episodes e ON e.case_id = c.id
            AND e.number = (SELECT max(number) FROM case_episodes WHERE case_id = c.id)
        WHERE c.id > \(after) AND (e.case_id IS NULL OR coalesce(e.closed_at, 0) <> coalesce(c.closed_at, 0))
        """
    }

    /// Every broken promise opened a case on its matter or joined one.
    private static let breaksWithoutCase = wrongRows(.breakWithoutCase, of: "promise", facts: ["said"]) { after in
        """
        SELECT id, said FROM promises p WHERE id > \(after) AND state = 'broken'
            AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.matter_id = p.matter_id)
            AND NOT EXISTS (SELECT 1 FROM wait_quotes w WHERE w.promise_id = p.id)
        """
    }

    /// An open case is owned by somebody who is still here.
    private static let owners = wrongRows(.ownerGone, of: "case", facts: ["number", "owner"]) { after in
        """
        SELECT c.id, c.number, w.name FROM cases c JOIN people w ON w.id = c.owner_id
        WHERE c.id > \(after) AND c.status = 'open' AND w.left_at IS NOT NULL
        """
    }

    /// Each colleague's count of open cases is that of the cases.
    private static let loads = wrongRows(.loadOff, of: "person", facts: ["name", "counted", "found"]) { after in
        """
        SELECT * FROM (
            SELECT w.id, w.name, (SELECT coalesce(sum(l.open), 0) FROM case_loads l WHERE l.owner_id = w.id) AS counted,
                (SELECT count(*) FROM cases c WHERE c.owner_id = w.id AND c.status = 'open') AS found
            FROM people w WHERE w.id > \(after)) loads
        WHERE counted <> found
        """
    }

    /// What could not be fetched lies where the mailbox was read already, and has an entry in the journal.
    private static let unfetched = wrongRows(
        .unfetchedOff, of: "unfetched-mail", facts: ["number", "read"]
    ) { after in
        """
        SELECT u.id, u.uid AS number, coalesce(c.last_uid, 0) AS read FROM unfetched_mails u
        JOIN mail_channels c ON c.id = u.channel_id
        WHERE u.id > \(after) AND u.settled_at IS NULL AND (u.uid_validity = c.uid_validity AND u.uid > c.last_uid
            OR NOT EXISTS (SELECT 1 FROM journal j WHERE j.subject_kind = 'channel' AND j.subject_id = u.channel_id
                AND j.kind = 'channel.message-skipped'))
        """
    }

    /// As many rules of skills stand as were added and not removed, and each asks for what there is.
    private static let skillRules = wrongRows(.skillRuleOff, of: "skill-rule", facts: ["name", "counted", "found"]) {
        after in
        let (channels, kinds) = (Message.Channel.allCases.map(\.rawValue), Case.Kind.allCases.map(\.rawValue))
        return """
            SELECT id, skill, entries, found FROM (
                SELECT r.id, r.skill, (SELECT count(*) FROM skill_rules) AS found,
                    (SELECT coalesce(sum(CASE WHEN j.kind = 'business.skill-rule-added' THEN 1 ELSE -1 END), 0) FROM journal j
                        WHERE j.subject_kind = 'business'
                            AND j.kind IN ('business.skill-rule-added', 'business.skill-rule-removed')) AS entries,
                    CASE WHEN r.channel NOT IN \(anyOf: channels) OR r.kind NOT IN \(anyOf: kinds)
                        THEN 1 ELSE 0 END AS is_unknown, (SELECT min(id) FROM skill_rules) AS first_id
                FROM skill_rules r WHERE r.id > \(after)) rules
            WHERE is_unknown = 1 OR id = first_id AND entries <> found
            """
    }

    /// What an answer of ours kept, it kept by reaching the customer: it has left, and did not come back.
    private static let answers = wrongRows(.answerOff, of: "promise", facts: ["said"]) { after in
        """
        SELECT p.id, p.said FROM promise_answers a JOIN promises p ON p.id = a.promise_id
        JOIN messages m ON m.id = a.message_id
        WHERE p.id > \(after) AND p.state = 'kept' AND m.direction = 'out' AND m.left_at IS NULL
        """
    }

    /// What is noted of mail is of messages that came in by mail, and their source is kept.
    private static let mails = wrongRows(.mailOff, of: "message", facts: ["channel"]) { after in
        """
        SELECT m.id, m.channel FROM mails l JOIN messages m ON m.id = l.message_id
        WHERE m.id > \(after) AND (m.direction <> 'in' OR m.channel IS DISTINCT FROM 'email' OR m.raw_sha256 IS NULL)
        """
    }
}
