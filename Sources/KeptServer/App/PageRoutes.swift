/// Every page and form of the site, a line for each feature.
func pageRoutes(_ site: Site) -> [Route] {
    var routes: [Route] = []
    routes += TodayRoutes.routes(site)
    return routes
}
