import KeptDomain
import Logging

/// The record of one business, on either engine. Reading and writing happen on threads of the engine's own.
package final class Store: Sendable {
    package let driver: any EngineDriver
    package let zones: ZoneFiles
    package let calendars = CalendarShelf()
    package let models = ModelShelf()
    /// Signals after every change, by this process or another.
    package let changes: ChangeSignal

    package var engine: Engine { driver.engine }
    package var ids: IDMaker { lease.ids }
    private let lease: NodeLease

    init(driver: any EngineDriver, zones: ZoneFiles, lease: NodeLease) {
        self.driver = driver
        self.lease = lease
        self.zones = zones
        changes = ChangeSignal()
        driver.watch { [changes] in changes.signal() }
    }

    package func read<T: Sendable>(_ body: @escaping @Sendable (Reading) throws -> T) async throws -> T {
        try await driver.read { [zones, calendars, models] connection in
            try body(Reading(connection, zones: zones, calendars: calendars, models: models))
        }
    }

    /// Runs one operation as `actor`. When this returns the change is durable and everybody sees it; when it throws,
    /// nothing happened. `body` may run again after a lost race, so it must not change anything outside.
    package func write<T: Sendable>(
        as actor: Actor, at now: Instant, _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T {
        try await lease.hold(on: driver, at: now)
        return try await driver.write { [zones, calendars, models, ids] connection in
            let transaction = Transaction(
                connection, zones: zones, calendars: calendars, models: models, ids: ids, actor: actor, now: now)
            let value = try body(transaction)
            try transaction.finish()
            return value
        }
    }

    /// Gives the node number back and closes every connection.
    package func close(at now: Instant) async {
        do {
            try await lease.giveBack(on: driver, at: now)
        } catch {
            Logger(label: "kept.store").warning("the node number stays leased for up to an hour: \(error)")
        }
        await driver.close()
    }
}
