extension MLflow317 {
  /// The trace of a function that fails: there are no outputs.
  static let broken = #"""
    {
     "info": {
      "trace_id": "tr-95ca6193f686cbf73a9848ff2090f040",
      "trace_location": {
       "type": "MLFLOW_EXPERIMENT",
       "mlflow_experiment": {
        "experiment_id": "878335026120993886"
       }
      },
      "request_time": "2026-11-20T23:39:49.538Z",
      "state": "ERROR",
      "trace_metadata": {
       "mlflow.traceOutputs": "",
       "mlflow.traceInputs": "{\"question\": \"?\"}",
       "mlflow.trace_schema.version": "3"
      },
      "tags": {
       "mlflow.traceName": "broken",
       "mlflow.artifactLocation": "file:///traces/tr-95ca6193f686cbf73a9848ff2090f040"
      },
      "request_preview": "{\"question\": \"?\"}",
      "execution_duration_ms": 20
     },
     "data": {
      "spans": [
       {
        "trace_id": "lcphk/aGy/c6mEj/IJDwQA==",
        "span_id": "FvlnebVuur8=",
        "parent_span_id": null,
        "name": "broken",
        "start_time_unix_nano": 1795217989538426724,
        "end_time_unix_nano": 1795217989558950644,
        "events": [
         {
          "name": "exception",
          "time_unix_nano": 1795217989558582016,
          "attributes": {
           "exception.message": "no answer",
           "exception.type": "ValueError",
           "exception.stacktrace": "Traceback (cut)\nValueError: no answer\n"
          }
         }
        ],
        "status": {
         "code": "STATUS_CODE_ERROR",
         "message": "ValueError: no answer"
        },
        "attributes": {
         "mlflow.traceRequestId": "\"tr-95ca6193f686cbf73a9848ff2090f040\"",
         "mlflow.spanType": "\"UNKNOWN\"",
         "mlflow.spanInputs": "{\"question\": \"?\"}"
        },
        "links": []
       }
      ]
     }
    }
    """#
}
