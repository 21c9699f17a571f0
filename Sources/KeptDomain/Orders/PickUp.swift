/// Orders that their customer fetches: they are not handed to a carrier, and no window is offered for them.
package enum PickUp {
    /// How shop systems name the channel, without signs between the letters.
    private static let channels: Set<String> = [
        "pickup", "collect", "collection", "clickandcollect", "clickcollect", "instore", "counter", "自提", "自取", "到店自提",
        "到店自取",
    ]

    /// Whether the channel of an order says that it is fetched: `pick-up`, `Click & Collect`, `自提`.
    package static func isMeant(by channel: String?) -> Bool {
        guard let channel else { return false }
        return channels.contains(String(channel.lowercased().filter(\.isLetter)))
    }
}

extension Order {
    package var isPickUp: Bool { PickUp.isMeant(by: channel) }
}
