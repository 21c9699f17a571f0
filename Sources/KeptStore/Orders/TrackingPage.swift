import KeptDomain

/// What a customer sees by the unguessable link: no id of ours is in it.
package struct TrackingPage: Sendable {
    package struct Word: Sendable, Hashable {
        package let said: String
        package let language: String
        package let due: Instant
        package let state: PromiseState
        package let isPaused: Bool
        /// When it was kept, broken or withdrawn.
        package let settledAt: Instant?
        /// Why it replaced the word before it.
        package let why: String?
        package let wasAskedByCustomer: Bool
        package let isAtRisk: Bool
        /// Share of the clock used, 0...1; `nil` for what is settled.
        package let used: Double?
    }

    package struct Step: Sendable, Hashable {
        package let kind: TrackingEvent.Kind
        package let at: Instant
        package let reason: String?
    }

    package struct Parcel: Sendable, Hashable {
        package let carrier: String?
        package let trackingCode: String?
        /// The carrier's own page of it.
        package let url: String?
    }

    package struct Opening: Sendable, Hashable {
        /// What the form sends back.
        package let token: String
        package let name: String
        package let day: Day
        package let starts: Instant
        package let ends: Instant
    }

    package struct Chosen: Sendable, Hashable {
        package let name: String
        package let starts: Instant
        package let ends: Instant
    }

    package let number: Int
    package let status: OrderStatus
    /// BCP 47 as the customer's record has it.
    package let language: String?
    package let zone: String
    package let orderedAt: Instant
    package let approvedAt: Instant?
    package let preparedAt: Instant?
    package let dispatchedAt: Instant?
    package let inTransitAt: Instant?
    package let deliveredAt: Instant?
    package let place: String
    /// Where customers of the place reach somebody.
    package let phone: String?
    package let email: String?
    /// The customer fetches it.
    package let isPickUp: Bool
    package let carrier: String?
    package let carrierPhone: String?
    /// The chain, the oldest first.
    package let words: [Word]
    /// The journey, the oldest first.
    package let steps: [Step]
    package let parcels: [Parcel]
    /// Who answers: the owner of the case that stands open.
    package let answering: String?
    package let chosen: Chosen?
    package let openings: [Opening]

    /// The word that holds now: the last that was not replaced.
    package var current: Word? { words.last { $0.state == .open } ?? words.last { $0.state != .renegotiated } }
}

extension Reading {
    /// `nil` for a key that nobody was given.
    package func trackingPage(_ key: TrackingKey, now: Instant) throws -> TrackingPage? {
        guard let order = try order(tracking: key), let page = try orderPage(order.id, now: now) else { return nil }
        let zone = try zones.zone(order.zone)
        return TrackingPage(
            number: order.number, status: order.status, language: page.customer?.language, zone: order.zone,
            orderedAt: order.orderedAt, approvedAt: order.approvedAt, preparedAt: order.preparedAt,
            dispatchedAt: order.dispatchedAt, inTransitAt: order.inTransitAt, deliveredAt: order.deliveredAt,
            place: page.place.name, phone: page.place.phone, email: page.place.email, isPickUp: order.isPickUp,
            carrier: page.carrier?.name, carrierPhone: page.carrier?.phone,
            words: try page.words.filter(\.promise.isTold).map { word in
                let used = word.promise.isOpen ? try timing(of: word.promise).usedShare(at: now) : nil
                return TrackingPage.Word(word, used: used)
            },
            steps: page.events.map { TrackingPage.Step(kind: $0.kind, at: $0.at, reason: $0.reason) },
            parcels: page.parcels.map { TrackingPage.Parcel($0, page.carriers) },
            answering: page.openCase?.owner,
            chosen: page.chosenWindow.map { TrackingPage.Chosen(name: $0.name, starts: $0.starts, ends: $0.ends) },
            openings: page.windows.map {
                TrackingPage.Opening(
                    token: $0.token(in: zone), name: $0.name, day: $0.day, starts: $0.starts, ends: $0.ends)
            })
    }
}

extension TrackingPage.Word {
    fileprivate init(_ word: OrderPage.Word, used: Double?) {
        let promise = word.promise
        self.init(
            said: promise.said, language: promise.language, due: promise.due, state: promise.state,
            isPaused: promise.isPaused, settledAt: promise.settledAt, why: word.why,
            wasAskedByCustomer: promise.askedByCustomer, isAtRisk: word.isAtRisk, used: used)
    }
}

extension TrackingPage.Parcel {
    fileprivate init(_ parcel: OrderParcel, _ carriers: [ID<Carrier>: Carrier]) {
        let carrier = parcel.carrier.flatMap { carriers[$0] }
        let link = parcel.trackingCode.flatMap { code in
            carrier?.trackingURL?.replacing("{code}", with: TrackingPage.Parcel.escaped(code))
        }
        self.init(carrier: carrier?.name, trackingCode: parcel.trackingCode, url: link)
    }

    /// Percent-encoded but for letters, digits, `-`, `.`, `_` and `~` (RFC 3986, section 2.3).
    private static func escaped(_ code: String) -> String {
        var result = ""
        for byte in code.utf8 {
            switch byte {
            case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default: result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return result
    }
}
