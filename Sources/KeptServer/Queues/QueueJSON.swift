import KeptDomain
import KeptStore

extension JSONWriter {
    mutating func write(_ queue: Queue) {
        object { json in
            json.field("id", queue.id)
            json.field("place", queue.place)
            json.field("letter", queue.letter)
            json.field("slug", queue.slug)
            json.field("name", queue.name)
            json.field("serves", queue.serves)
            json.field("calendar", queue.calendar)
            json.write(queue.rules)
            json.array("offers", queue.offers) { json, offer in
                json.object { json in
                    json.field("label", offer.label)
                    json.field("address", offer.address)
                }
            }
            json.array("questions", queue.questions) { $0.write($1) }
            json.field("farewell", queue.farewell)
            json.field("shut_at", queue.shutAt)
            json.field("shut_why", queue.shutWhy)
            json.field("open_until", queue.openUntil)
            json.field("closed_at", queue.closedAt)
            json.field("revision", queue.revision)
        }
    }

    private mutating func write(_ rules: QueueRules) {
        field("confidence_percent", Int((rules.confidence * 100).rounded()))
        field("largest_party", rules.largestParty)
        field("by_capacity", rules.byCapacity)
        field("ways", rules.ways.map(\.rawValue))
        field("most_waiting", rules.mostWaiting)
        field("per_phone", rules.perPhone)
        field("per_address", rules.perAddress)
        field("recalls", rules.recalls)
        field("no_show_after_seconds", rules.noShowAfter.seconds)
        field("return_within_seconds", rules.returnWithin.seconds)
        field("forget_after_seconds", rules.forgetAfter.seconds)
        field("offers_company", rules.offersCompany)
        field("opens_cases", rules.opensCases)
    }

    private mutating func write(_ question: QueueQuestion) {
        object { json in
            json.field("key", question.key)
            json.field("label", question.label)
            json.field("kind", question.kind)
            json.array("choices", question.choices) { json, choice in json.object { $0.field("label", choice) } }
            json.field("required", question.isRequired)
        }
    }

    mutating func write(_ scene: PointScene) {
        object { json in
            json.fields(of: scene.point)
            json.field("person_name", scene.person)
            json.field("current", scene.current) { $0.write($1) }
        }
    }

    mutating func write(_ point: ServicePoint) { object { $0.fields(of: point) } }

    private mutating func fields(of point: ServicePoint) {
        field("id", point.id)
        field("place", point.place)
        field("kind", point.kind)
        field("name", point.name)
        field("capacity", point.capacity)
        array("serves", point.serves) { json, service in
            json.object { json in
                json.field("queue", service.queue)
                json.field("preference", service.preference)
            }
        }
        field("opened_at", point.openedAt)
        field("person", point.person)
        field("closed_at", point.closedAt)
        field("revision", point.revision)
    }

    mutating func write(_ reason: DelayReason) {
        object { json in
            json.field("id", reason.id)
            json.field("name", reason.name)
            json.field("said", reason.said)
            json.field("position", reason.position)
            json.field("closed_at", reason.closedAt)
            json.field("revision", reason.revision)
        }
    }

    mutating func write(_ explanation: DelayExplanation) {
        object { json in
            json.field("reason", explanation.reason)
            json.field("said", explanation.said)
            json.field("from", explanation.from)
            json.field("until", explanation.until)
        }
    }
}
