import KeptDomain

/// Where the facts of the service measures stand. Each statement answers `at`, `value` (microseconds, points, or 1 for met;
/// null for what is not known yet), place, segment, region, carrier and order; definitions are in docs/measures.md.
enum ServiceFactRows {
    static func statement(of measure: ServiceMeasure) -> SQL {
        switch measure {
        case .requestAnswerTime: requests("r.answered_at - r.asked_at", "r.answered_at IS NOT NULL")
        case .expediteMet: met(.expedite)
        case .substitutionMet: met(.substitution)
        case .changeMet: met(.change)
        case .otherMet: met(.other)
        case .replyInTime: replies("CASE WHEN p.state = 'kept' THEN 1 ELSE 0 END", "1 = 1")
        case .replyTime:
            replies("\(firstAnswer("p.case_id", "p.starts_at")) - p.starts_at", answered("p.case_id", "p.starts_at"))
        case .accuracyByCustomer: ratings(.accuracy)
        case .detailByCustomer: ratings(.detail)
        case .accuracyByCheck: checks("s.accuracy")
        case .detailByCheck: checks("s.detail")
        case .respondTime:
            failures("\(firstAnswer("f.case_id", "f.at")) - f.at", answered("f.case_id", "f.at"))
        case .mendTime: failures("e.closed_at - f.at", "e.closed_at IS NOT NULL")
        case .afterSaleAnswerTime:
            afterSale("\(firstAnswer("c.id", "c.opened_at")) - c.opened_at", answered("c.id", "c.opened_at"))
        case .afterSaleSolutionTime: afterSale("e.closed_at - c.opened_at", "e.closed_at IS NOT NULL")
        case .afterSaleLasting:
            afterSale(
                """
                CASE WHEN EXISTS (SELECT 1 FROM case_episodes n WHERE n.case_id = c.id AND n.number = 2) THEN 0 ELSE 1 END
                """, "e.closed_at IS NOT NULL")
        case .afterSaleEase:
            """
            SELECT g.rated_at AS at, g.value AS value, \(dimensions("c.place_id")) FROM ratings g
            JOIN cases c ON c.id = g.case_id JOIN orders o ON o.id = c.order_id LEFT JOIN customers u ON u.id = c.customer_id
            WHERE g.question = 'ease' AND o.delivered_at <= c.opened_at
            """
        case .ease: ratings(.ease)
        }
    }

    /// The first answer that reached the customer of a case after an instant: no acknowledgement, no note.
    private static func firstAnswer(_ id: SQL, _ instant: SQL) -> SQL {
        """
        (SELECT min(m.left_at) FROM messages m WHERE m.case_id = \(id) AND m.direction = 'out' AND m.is_automatic = 0 \
        AND m.left_at >= \(instant))
        """
    }

    private static func answered(_ id: SQL, _ instant: SQL) -> SQL {
        """
        EXISTS (SELECT 1 FROM messages m WHERE m.case_id = \(id) AND m.direction = 'out' AND m.is_automatic = 0 \
        AND m.left_at >= \(instant))
        """
    }

    private static func dimensions(_ place: SQL) -> SQL {
        """
        \(place) AS place_id, coalesce(o.segment, u.segment) AS segment, coalesce(o.region, u.region) AS region, \
        o.carrier_id AS carrier_id, o.id AS order_id
        """
    }

    private static let besideCase: SQL = """
        LEFT JOIN orders o ON o.id = c.order_id LEFT JOIN customers u ON u.id = c.customer_id
        """

    private static func requests(_ value: SQL, _ condition: SQL) -> SQL {
        """
        SELECT r.asked_at AS at, \(value) AS value, \(dimensions("r.place_id")) FROM special_requests r
        JOIN cases c ON c.id = r.case_id \(besideCase) WHERE \(condition)
        """
    }

    /// Declined counts as not met; what is not answered, or agreed and not settled yet, is not known.
    private static func met(_ kind: SpecialRequest.Kind) -> SQL {
        requests("CASE WHEN r.answer = 'declined' THEN 0 ELSE r.is_met END", "r.kind = \(kind)")
    }

    /// Promises of answers, told or our own aim, that were kept or broken.
    private static func replies(_ value: SQL, _ condition: SQL) -> SQL {
        """
        SELECT p.starts_at AS at, \(value) AS value, \(dimensions("p.place_id")) FROM promises p
        JOIN standard_versions v ON v.id = p.standard_version_id AND v.metric IN ('first-reply', 'next-reply')
        JOIN cases c ON c.id = p.case_id \(besideCase) WHERE p.state IN ('kept', 'broken') AND \(condition)
        """
    }

    private static func ratings(_ question: Rating.Question) -> SQL {
        """
        SELECT g.rated_at AS at, g.value AS value, \(dimensions("coalesce(c.place_id, o.place_id)")) FROM ratings g
        LEFT JOIN cases c ON c.id = g.case_id LEFT JOIN orders o ON o.id = coalesce(g.order_id, c.order_id)
        LEFT JOIN customers u ON u.id = coalesce(c.customer_id, o.customer_id) WHERE g.question = \(question)
        """
    }

    private static func checks(_ value: SQL) -> SQL {
        """
        SELECT s.checked_at AS at, \(value) AS value, \(dimensions("c.place_id")) FROM spot_checks s
        JOIN cases c ON c.id = s.case_id \(besideCase) WHERE s.checked_at IS NOT NULL
        """
    }

    /// Once for each opening of a case that a failure stands on, from when the first of them was known.
    private static func failures(_ value: SQL, _ condition: SQL) -> SQL {
        """
        SELECT f.at AS at, \(value) AS value, \(dimensions("c.place_id")) FROM (
          SELECT f.case_id, f.episode, min(f.learned_at) AS at FROM \(Failure.tables)
          WHERE f.happened_at IS NOT NULL AND \(Failure.counts) GROUP BY f.case_id, f.episode) f
        JOIN case_episodes e ON e.case_id = f.case_id AND e.number = f.episode
        JOIN cases c ON c.id = f.case_id \(besideCase) WHERE c.merged_into_id IS NULL AND \(condition)
        """
    }

    /// Cases that were opened on an order after it was delivered, in their first opening.
    private static func afterSale(_ value: SQL, _ condition: SQL) -> SQL {
        """
        SELECT c.opened_at AS at, \(value) AS value, \(dimensions("c.place_id")) FROM cases c
        JOIN orders o ON o.id = c.order_id AND o.delivered_at <= c.opened_at
        JOIN case_episodes e ON e.case_id = c.id AND e.number = 1 LEFT JOIN customers u ON u.id = c.customer_id
        WHERE c.merged_into_id IS NULL AND \(condition)
        """
    }
}
