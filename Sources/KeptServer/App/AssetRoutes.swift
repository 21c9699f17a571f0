import HTTPTypes
import Hummingbird

/// Style sheets, scripts and pictures, under addresses that change with their content.
enum AssetRoutes {
    static func routes(_ site: Site) -> [Route] {
        [
            Route(.get, "/assets/{version}/{name}") { request, context in
                let version = context.parameters.get("version") ?? ""
                let name = context.parameters.get("name") ?? ""
                guard let (asset, isCurrent) = site.assets.file(version: version, name: name) else {
                    throw Problem(.notFound, "requests.no-page")
                }
                let tag = "\"\(site.assets.version)\""
                let headers: HTTPFields = [
                    .contentType: asset.type, .cacheControl: isCurrent ? Assets.immutable : "no-cache", .eTag: tag,
                ]
                if request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: headers) }
                return Response(
                    status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: asset.bytes)))
            }
        ]
    }
}
