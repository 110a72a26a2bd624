import GitJudge
import HTTPTypes
import Hummingbird
import NIOCore

/// The state of the server.
struct ServiceRoutes {
  let routes: ServerRoutes

  /// The newest version of MLflow's client that the server was tested with.
  static let mlflowVersion = "3.18.0"

  /// Adds the state of the server, and the paths of MLflow that have no counterpart here.
  func add() {
    routes.add(.get, "/health") { _ in
      Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(string: "OK")))
    }
    routes.add(.get, "/version") { _ in
      var headers = HTTPFields()
      headers[.contentType] = "text/html; charset=utf-8"
      return Response(
        status: .ok, headers: headers,
        body: ResponseBody(byteBuffer: ByteBuffer(string: Self.mlflowVersion)))
    }
    routes.mlflow(.get, "server-info") { _ in
      [
        "store_type": "git-judge", "workspaces_enabled": false, "trace_archival_enabled": false,
        "multipart_uploads_enabled": false, "multipart_downloads_enabled": false,
        "artifact_serving_enabled": true, "artifacts_presigned_only": false,
        "features_enabled": [:],
      ]
    }
    for family in ["issues", "label-schemas", "review-queues"] {
      for suffix in ["", "/**"] {
        for method in [HTTPRequest.Method.get, .post, .patch, .delete, .put] {
          routes.mlflow(method, family + suffix) { call in
            throw ServerError.notImplemented(
              "git-judge does not serve MLflow's \(family) yet; assign traces and label them with "
                + "git-judge's own commands")
          }
        }
      }
    }
    for path in ["logged-models/search"] {
      routes.mlflow(.post, path) { _ in [:] }
    }
  }
}
