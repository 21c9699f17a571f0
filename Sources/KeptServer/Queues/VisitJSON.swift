import KeptDomain
import KeptStore

extension JSONWriter {
    mutating func write(_ visit: Visit) { object { $0.fields(of: visit) } }

    private mutating func fields(of visit: Visit) {
        field("id", visit.id)
        field("queue", visit.queue)
        field("place", visit.place)
        field("ticket", visit.ticket)
        field("state", visit.state)
        field("way", visit.way)
        field("name", visit.name)
        field("phone", visit.phone)
        field("party_size", visit.partySize)
        field("language", visit.language)
        field("customer", visit.customer)
        field("order", visit.order)
        field("need", visit.need)
        field("answers", visit.answers)
        field("wants_company", visit.wantsCompany)
        field("company", visit.company)
        field("joined_at", visit.joinedAt)
        field("called_at", visit.calledAt)
        field("recalled", visit.recalled)
        field("served_at", visit.servedAt)
        field("ended_at", visit.endedAt)
        field("ended_why", visit.endedWhy)
        field("point", visit.point)
        field("is_invited", visit.isInvited)
        field("is_first", visit.firstAt != nil)
        field("promise", visit.promise)
        field("owed", visit.owed)
        field("given_at", visit.givenAt)
        field("perceived", visit.perceived)
        field("perceived_seconds", visit.perceivedSeconds)
        field("revision", visit.revision)
    }

    /// What can be said of a wait: the quote, or how many precedents are missing.
    mutating func write(_ outlook: WaitOutlook) {
        object { json in
            let quote = outlook.quote
            json.field("median_seconds", quote?.median)
            json.field("within_seconds", quote?.keptWithin)
            json.field("confidence_percent", quote.map { Int(($0.confidence * 100).rounded()) })
            json.field("precedents", quote?.precedents)
            let (hindrance, needed): (String?, Int?) =
                switch outlook {
                case .quoted: (nil, nil)
                case .tooFew(let needed): ("too-few", needed)
                case .nobodyServes: ("nobody-serves", nil)
                case .unlikeAny: ("unlike-any", nil)
                }
            json.field("cannot", hindrance)
            json.field("needed", needed)
        }
    }

    mutating func write(_ told: ToldWait) {
        object { json in
            json.field("promise", told.promise)
            json.field("because", told.because)
            json.field("told_at", told.toldAt)
            json.field("due_at", told.due)
            json.field("median_seconds", told.median)
            json.field("within_seconds", told.keptWithin)
            json.field("confidence_percent", Int((told.confidence * 100).rounded()))
            json.field("precedents", told.precedents)
            json.field("state", told.state)
        }
    }

    mutating func write(_ waiting: WaitingVisit) {
        object { json in
            json.field("position", waiting.position)
            json.field("people_ahead", waiting.peopleAhead)
            json.field("outlook", waiting.outlook) { $0.write($1) }
            json.field("told", waiting.told) { $0.write($1) }
            json.field("visit", waiting.visit) { $0.write($1) }
        }
    }

    mutating func write(_ joined: VisitJoined) {
        object { json in
            json.field("key", joined.key.text)
            json.field("outlook", joined.outlook) { $0.write($1) }
            json.field("due_at", joined.promise?.due)
            json.field("said", joined.promise?.said)
            json.field("visit", joined.visit) { $0.write($1) }
        }
    }
}

extension JSONWriter {
    mutating func write(_ scene: QueueScene) {
        object { json in
            json.field("queue", scene.queue) { $0.write($1) }
            json.field("at", scene.at)
            json.field("is_taking", scene.isTaking)
            json.field("opens_at", scene.opens)
            json.field("joining", scene.joining) { $0.write($1) }
            json.array("waiting", scene.waiting) { $0.write($1) }
            json.array("called", scene.called) { $0.write($1) }
            json.array("serving", scene.serving) { $0.write($1) }
            json.array("parked", scene.parked) { $0.write($1) }
            json.array("absent", scene.absent) { $0.write($1) }
            json.array("owed", scene.owed) { $0.write($1) }
            json.array("points", scene.points) { $0.write($1) }
            json.field("explanation", scene.explanation) { $0.write($1) }
            json.field("today", scene.today) { $0.write($1) }
        }
    }

    mutating func write(_ day: QueueDay) {
        object { json in
            json.field("joined", day.joined)
            json.field("served", day.served)
            json.field("left", day.left)
            json.field("absent", day.absent)
            json.field("closed", day.closed)
            json.field("told_kept", day.toldKept)
            json.field("told_settled", day.toldSettled)
            json.array("exceptions", day.exceptions) { $0.write($1) }
        }
    }

    mutating func write(_ exception: QueueException) {
        object { json in
            json.field("ticket", exception.ticket)
            json.field("kind", exception.kind)
            json.field("reason", exception.reason)
            json.field("why", exception.why)
            json.field("passed", exception.passed)
            json.field("at", exception.at)
        }
    }

    mutating func write(_ page: VisitPage) {
        object { json in
            json.field("visit", page.visit) { $0.write($1) }
            json.field("queue", page.scene.queue.name)
            json.field("position", page.waiting?.position)
            json.field("people_ahead", page.waiting?.peopleAhead)
            json.field("outlook", page.waiting?.outlook) { $0.write($1) }
            json.array("told", page.told) { $0.write($1) }
            json.field("point", page.point?.name.text(in: page.visit.language))
            json.field("company_ticket", page.company)
            json.field("explanation", page.scene.explanation) { $0.write($1) }
            json.field("exceptions_today", page.scene.today.exceptions.count)
        }
    }
}
