import Hummingbird
import HummingbirdCore
import KeptDomain
import KeptStore
import Logging
import NIOCore
import ServiceLifecycle

/// The whole site over HTTP: routes behind the gate, and the services that run beside them.
///
/// - Parameter onServerRunning: told the port once requests are taken.
package func buildApplication(
    _ site: Site, onServerRunning: @escaping @Sendable (Int) async -> Void = { _ in }
) -> Application<RouterResponder<AppContext>> {
    let routes = siteRoutes(site)
    let router = Router(context: AppContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: Gate(site: site, addresses: AddressBook(routes.map(\.address))))
    for route in routes { router.on(RouterPath(route.address.path), method: route.address.method, use: route.handler) }
    return Application(
        router: router,
        server: .http1(configuration: HTTP1Channel.Configuration(idleTimeout: TimeAmount(site.options.idleLimit))),
        configuration: ApplicationConfiguration(
            address: .hostname(site.options.host, port: site.options.port), serverName: "kept", backlog: 1_024),
        services: services(site),
        onServerRunning: { channel in await onServerRunning(channel.localAddress?.port ?? 0) },
        logger: site.log)
}

/// Every route of the site.
func siteRoutes(_ site: Site) -> [Route] {
    HealthRoutes.routes(site) + AssetRoutes.routes(site) + API.routes(on: site) + BenchRoutes.routes(site)
        + pageRoutes(site)
}

/// What runs beside the requests, in the order of starting. They stop after the server has answered its last request, the
/// last one first.
package func services(_ site: Site) -> [any Service] {
    [
        DeadlineRunner(store: site.store, time: site.time, words: site.vocabulary, logger: site.log),
        FollowUpRunner(
            store: site.store, time: site.time, words: site.vocabulary, address: site.ownAddress, logger: site.log),
        DemoRunner(store: site.store, time: site.time, words: site.vocabulary, logger: site.log),
        RollupRunner(store: site.store, time: site.time, logger: site.log),
        OutboxRunner(
            store: site.store, time: site.time, words: site.vocabulary, secrets: site.secrets,
            threads: site.mailThreads, site: site.options.publicAddress, logger: site.log),
        MailboxRunner(
            store: site.store, time: site.time, words: site.vocabulary, secrets: site.secrets,
            threads: site.mailThreads, logger: site.log),
        QuoteRunner(store: site.store, time: site.time, logger: site.log),
        BacktestRunner(store: site.store, time: site.time, logger: site.log),
        RiskRunner(
            store: site.store, time: site.time, words: site.vocabulary, address: site.ownAddress, logger: site.log),
        SearchRunner(store: site.store, time: site.time, logger: site.log),
        QueueRunner(store: site.store, time: site.time, words: site.vocabulary, logger: site.log),
        WaitRunner(store: site.store, time: site.time, logger: site.log),
        ZoneRunner(store: site.store, time: site.time, logger: site.log),
        TalkRunner(
            store: site.store, time: site.time, words: site.vocabulary, site: site.options.publicAddress,
            logger: site.log),
        site.imports,
    ]
}
