/// Who does something: written into the journal and asked for permission by every operation.
package enum Actor: Sendable, Hashable, CustomStringConvertible {
    case person(ID<Person>, grants: [Grant])
    /// A program with an access token.
    case token(ID<AccessToken>, scope: TokenScope)
    /// A customer with an unguessable link.
    case customer(ID<Customer>?)
    /// A part of Kept itself, for instance `deadlines`.
    case system(String)
    /// Somebody with the data folder or the database's address at the command line.
    case shell

    /// As the journal stores it: `person:17`, `token:4`, `customer:9`, `system:deadlines`, `shell`.
    package var description: String {
        switch self {
        case .person(let id, _): "person:\(id)"
        case .token(let id, _): "token:\(id)"
        case .customer(let id): id.map { "customer:\($0)" } ?? "customer"
        case .system(let name): "system:\(name)"
        case .shell: "shell"
        }
    }

    package var person: ID<Person>? { if case .person(let id, _) = self { id } else { nil } }

    /// Where somebody may do something, for what is narrowed to it; `nil` for nowhere.
    package func places(for operation: Operation) -> ReachedPlaces? {
        if case .person(_, let grants) = self { return Permissions.places(for: operation, with: grants) }
        return may(operation, .business) ? .business : nil
    }

    package func may(_ operation: Operation, _ extent: Extent) -> Bool {
        switch self {
        case .shell, .system: true
        case .customer: operation == .chooseWindow || operation == .writeToUs || operation == .joinQueue
        case .token(_, let scope): scope.allows(operation)
        case .person(let id, let grants): Permissions.allow(operation, to: id, with: grants, within: extent)
        }
    }
}

/// What a program with a token may do: look, work, or also set things up.
package enum TokenScope: String, Sendable, CaseIterable, Codable {
    case read, write, admin

    package func allows(_ operation: Operation) -> Bool {
        switch operation {
        case .seeToday, .seeOrders, .seePromises, .seeCases, .seeMeasures, .seeStandards, .seeJournal, .seeQueues: true
        case .setStandards, .setCalendars, .setCarriers, .setPlaces, .setPeople, .importData, .setDesk, .setLimits,
            .setGuarantees, .approveRemedy, .setChannels, .setQueues:
            self == .admin
        default: self != .read
        }
    }
}
