/// Every page and form of the site, a line for each feature.
func pageRoutes(_ site: Site) -> [Route] {
    var routes: [Route] = []
    routes += SignInRoutes.routes(site)
    routes += PasswordRoutes.routes(site)
    routes += SetupRoutes.routes(site)
    routes += TodayRoutes.routes(site)
    routes += DeliveryRoutes.routes(site)
    routes += StandardRoutes.routes(site)
    routes += CalendarRoutes.routes(site)
    routes += JournalRoutes.routes(site)
    routes += PeopleRoutes.routes(site)
    routes += LiveRoute.routes(site)
    routes += OrderRoutes.routes(site)
    routes += PromiseRoutes.routes(site)
    routes += NewCaseRoutes.routes(site)
    routes += DeskRoutes.routes(site)
    routes += CaseListRoutes.routes(site)
    routes += CaseRoutes.routes(site)
    routes += CaseLifeRoutes.routes(site)
    routes += TrackingRoutes.routes(site)
    routes += CarrierRoutes.routes(site)
    routes += WindowRoutes.routes(site)
    routes += PlaceRoutes.routes(site)
    routes += ImportRoutes.routes(site)
    return routes
}
