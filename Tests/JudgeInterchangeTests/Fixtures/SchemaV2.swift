/// A trace in schema v2, as MLflow before 3.0 wrote it.
///
/// Written by hand after what MLflow 3.17.2 reads: ids in a context, times without unit in their
/// names, the status in two fields, tags as an object or as a list.
enum SchemaV2 {
  static let trace = #"""
    {"info": {"request_id": "5b8efff798038103d269b633813fc60c", "experiment_id": "4",
      "timestamp_ms": 1795210034370, "execution_time_ms": 120, "status": "OK",
      "request_metadata": {"mlflow.traceInputs": "{\"q\": \"cut off", "mlflow.sourceRun": "r1"},
      "tags": {"mlflow.traceName": "app"},
      "assessments": [{"name": "quality", "trace_id": "5b8efff798038103d269b633813fc60c",
        "source": {"source_type": "AI_JUDGE", "source_id": "m"}, "create_time_ms": 1795210034371,
        "last_update_time_ms": 1795210034371, "feedback": {"value": "good", "error": null},
        "expectation": null, "rationale": null, "metadata": null, "span_id": null,
        "overrides": null, "valid": null}]},
     "data": {"request": "{\"q\": \"Where?\"}", "response": "\"There.\"", "spans": [
      {"name": "app", "context": {"span_id": "0x00f067aa0ba902b7",
        "trace_id": "0x5b8efff798038103d269b633813fc60c"}, "parent_id": null,
       "start_time": 1795210034370000001, "end_time": 1795210034490000001, "status_code": "OK",
       "status_message": "", "attributes": {"mlflow.spanType": "\"CHAIN\"",
        "mlflow.traceRequestId": "\"5b8efff798038103d269b633813fc60c\"",
        "mlflow.spanInputs": "{\"q\": \"Where?\"}"}, "events": [
          {"name": "cached", "timestamp": 1795210034380000001, "attributes": {"hit": true}}]},
      {"name": "find", "context": {"span_id": "0x1111111111111111",
        "trace_id": "0x5b8efff798038103d269b633813fc60c"},
       "parent_id": "0x00f067aa0ba902b7", "start_time": 1795210034371000000,
       "end_time": null, "status_code": "UNSET", "status_message": "", "attributes": {},
       "events": []}]}}
    """#

  /// The lists of the older REST interface, which leave out empty values.
  static let info = #"""
    {"info": {"request_id": "r-1", "timestamp_ms": "1795210034370", "status": "IN_PROGRESS",
      "request_metadata": [{"key": "mlflow.traceInputs", "value": "{\"q\": 1}"},
        {"key": "mlflow.source.git.branch"}], "tags": [{"key": "a", "value": "b"}]}}
    """#
}
