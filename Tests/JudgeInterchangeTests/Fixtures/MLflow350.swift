/// A trace as `Trace.to_json()` of MLflow 3.5.0 writes it.
///
/// Made with `mlflow-skinny` 3.5.0 as ``MLflow317`` was: ids in hexadecimal, `OK` as status.
enum MLflow350 {
  static let trace = #"""
    {
     "info": {
      "trace_id": "tr-e0ba7acdc4b8ed62889ade394d5fd958",
      "trace_location": {
       "type": "MLFLOW_EXPERIMENT",
       "mlflow_experiment": {
        "experiment_id": "897017159873217006"
       }
      },
      "request_time": "2026-11-21T00:13:11.484Z",
      "state": "OK",
      "trace_metadata": {
       "mlflow.traceInputs": "{\"question\": \"How long does a parcel wait?\"}",
       "mlflow.traceOutputs": "{\"text\": \"It waits 1 days\"}",
       "mlflow.trace_schema.version": "3",
       "mlflow.sourceRun": "eeb32c8dc05f4ac1ab608e7fdd61c4e5"
      },
      "assessments": [
       {
        "assessment_id": "a-f0d5272a1e3e440dad9282de54694de2",
        "assessment_name": "quality",
        "trace_id": "tr-e0ba7acdc4b8ed62889ade394d5fd958",
        "source": {
         "source_type": "HUMAN",
         "source_id": "ana"
        },
        "create_time": "2026-11-21T00:13:19.687Z",
        "last_update_time": "2026-11-21T00:13:19.687Z",
        "feedback": {
         "value": "good"
        },
        "rationale": "yes",
        "valid": true
       }
      ],
      "tags": {
       "mlflow.artifactLocation": "file:///traces/tr-e0ba7acdc4b8ed62889ade394d5fd958",
       "mlflow.traceName": "app"
      },
      "request_preview": "{\"question\": \"How long does a parcel wait?\"}",
      "response_preview": "{\"text\": \"It waits 1 days\"}",
      "execution_duration_ms": 5685
     },
     "data": {
      "spans": [
       {
        "trace_id": "tr-e0ba7acdc4b8ed62889ade394d5fd958",
        "span_id": "7acf702c182af82a",
        "parent_span_id": null,
        "name": "app",
        "start_time_unix_nano": 1795219991484665872,
        "end_time_unix_nano": 1795219997169964905,
        "events": [
         {
          "name": "cached",
          "time_unix_nano": 1795219996108077,
          "attributes": {
           "hit": true
          }
         }
        ],
        "status": {
         "code": "OK",
         "message": ""
        },
        "attributes": {
         "mlflow.traceRequestId": "\"tr-e0ba7acdc4b8ed62889ade394d5fd958\"",
         "mlflow.spanType": "\"UNKNOWN\"",
         "temperature": "0.5",
         "note": "\"plain\"",
         "mlflow.spanInputs": "{\"question\": \"How long does a parcel wait?\"}",
         "mlflow.spanOutputs": "{\"text\": \"It waits 1 days\"}"
        }
       },
       {
        "trace_id": "tr-e0ba7acdc4b8ed62889ade394d5fd958",
        "span_id": "3780251a46df7397",
        "parent_span_id": "7acf702c182af82a",
        "name": "lookup",
        "start_time_unix_nano": 1795219996108939012,
        "end_time_unix_nano": 1795219996109398139,
        "events": [],
        "status": {
         "code": "OK",
         "message": ""
        },
        "attributes": {
         "mlflow.traceRequestId": "\"tr-e0ba7acdc4b8ed62889ade394d5fd958\"",
         "mlflow.spanType": "\"RETRIEVER\"",
         "mlflow.spanInputs": "{\"q\": \"How long does a parcel wait?\"}",
         "mlflow.spanOutputs": "[{\"page_content\": \"Parcels wait ten days.\", \"metadata\": \#
    {\"doc_uri\": \"help/parcels\"}}]"
        }
       }
      ]
     }
    }
    """#
}
