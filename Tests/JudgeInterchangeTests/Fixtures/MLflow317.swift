/// A trace as `Trace.to_json()` of MLflow 3.17.2 writes it.
///
/// Made with `mlflow-skinny` from a small program of ours: nested spans, a retriever, an event,
/// an override, feedback with errors, expectations; the metadata about machine and user, and
/// stack traces, were cut afterwards.
enum MLflow317 {
  static let nested = #"""
    {
     "info": {
      "trace_id": "tr-56bb745cd54cbe6797e4e5458c963aba",
      "client_request_id": "req-1",
      "trace_location": {
       "type": "MLFLOW_EXPERIMENT",
       "mlflow_experiment": {
        "experiment_id": "878335026120993886"
       }
      },
      "request_time": "2026-11-20T23:39:49.443Z",
      "state": "OK",
      "trace_metadata": {
       "mlflow.traceOutputs": "{\"text\": \"It waits ten days.\", \"big\": 1234567890123456789\#
    0}",
       "mlflow.traceInputs": "{\"question\": \"How long does a parcel wait?\"}",
       "mlflow.trace_schema.version": "3",
       "mlflow.sourceRun": "27d0411c99a640ec91d4aa5859f41a07"
      },
      "assessments": [
       {
        "assessment_id": "a-86cb907b3ebc41808cecc63be5e13fd9",
        "assessment_name": "quality",
        "trace_id": "tr-56bb745cd54cbe6797e4e5458c963aba",
        "source": {
         "source_type": "LLM_JUDGE",
         "source_id": "openai:/judge-1"
        },
        "create_time": "2026-11-20T23:39:49.509Z",
        "last_update_time": "2026-11-20T23:39:49.509Z",
        "feedback": {
         "value": null,
         "error": {
          "error_code": "ValueError",
          "error_message": "rate limit",
          "stack_trace": "ValueError: rate limit"
         }
        },
        "valid": true
       },
       {
        "assessment_id": "a-b6c16dd479c2492b96905212463deeb4",
        "assessment_name": "quality",
        "trace_id": "tr-56bb745cd54cbe6797e4e5458c963aba",
        "source": {
         "source_type": "HUMAN",
         "source_id": "ana@example.org"
        },
        "create_time": "2026-11-20T23:39:49.501Z",
        "last_update_time": "2026-11-20T23:39:49.501Z",
        "feedback": {
         "value": "poor"
        },
        "rationale": "wrong after all",
        "overrides": "a-44548d702d514fd6a53cc7936675e415",
        "valid": true
       },
       {
        "assessment_id": "a-5f906c07efe64e0db1478aff697050f1",
        "assessment_name": "quality",
        "trace_id": "tr-56bb745cd54cbe6797e4e5458c963aba",
        "source": {
         "source_type": "LLM_JUDGE",
         "source_id": "openai:/judge-1"
        },
        "create_time": "2026-11-20T23:39:49.510Z",
        "last_update_time": "2026-11-20T23:39:49.510Z",
        "feedback": {
         "value": null,
         "error": {
          "error_code": "ASSESSMENT_ERROR",
          "error_message": "bare text"
         }
        },
        "valid": true
       },
       {
        "assessment_id": "a-701b215c0e9b4742a4251c0acac92add",
        "assessment_name": "map",
        "trace_id": "tr-56bb745cd54cbe6797e4e5458c963aba",
        "source": {
         "source_type": "HUMAN",
         "source_id": "bo"
        },
        "create_time": "2026-11-20T23:39:49.523Z",
        "last_update_time": "2026-11-20T23:39:49.523Z",
        "feedback": {
         "value": {
          "a": 1.5,
          "b": true
         }
        },
        "valid": true
       },
       {
        "assessment_id": "a-f4af7d62bd13482dadde055222848d54",
        "assessment_name": "defaults",
        "trace_id": "tr-56bb745cd54cbe6797e4e5458c963aba",
        "source": {
         "source_type": "CODE",
         "source_id": "default"
        },
        "create_time": "2026-11-20T23:39:49.525Z",
        "last_update_time": "2026-11-20T23:39:49.525Z",
        "feedback": {
         "value": true
        },
        "valid": true
       },
       {
        "assessment_id": "a-d41f5e90ecf14c52bed6276c70b476c5",
        "assessment_name": "n",
        "trace_id": "tr-56bb745cd54cbe6797e4e5458c963aba",
        "source": {
         "source_type": "HUMAN",
         "source_id": "default"
        },
        "create_time": "2026-11-20T23:39:49.536Z",
        "last_update_time": "2026-11-20T23:39:49.536Z",
        "expectation": {
         "value": 7.0
        }
       },
       {
        "assessment_id": "a-3b07297784f8451ca44ebd4e1c739954",
        "assessment_name": "list",
        "trace_id": "tr-56bb745cd54cbe6797e4e5458c963aba",
        "source": {
         "source_type": "CODE",
         "source_id": "f"
        },
        "create_time": "2026-11-20T23:39:49.524Z",
        "last_update_time": "2026-11-20T23:39:49.524Z",
        "feedback": {
         "value": [
          "x",
          "y"
         ]
        },
        "valid": true
       },
       {
        "assessment_id": "a-89a55fb389a845448517f979485aa12a",
        "assessment_name": "none",
        "trace_id": "tr-56bb745cd54cbe6797e4e5458c963aba",
        "source": {
         "source_type": "HUMAN",
         "source_id": "bo"
        },
        "create_time": "2026-11-20T23:39:49.518Z",
        "last_update_time": "2026-11-20T23:39:49.518Z",
        "feedback": {
         "value": null
        },
        "valid": true
       },
       {
        "assessment_id": "a-b7b697e7760d4436aabb71ff458b7ca4",
        "assessment_name": "expected_facts",
        "trace_id": "tr-56bb745cd54cbe6797e4e5458c963aba",
        "source": {
         "source_type": "HUMAN",
         "source_id": "cy"
        },
        "create_time": "2026-11-20T23:39:49.526Z",
        "last_update_time": "2026-11-20T23:39:49.526Z",
        "expectation": {
         "serialized_value": {
          "serialization_format": "JSON_FORMAT",
          "value": "[\"ten days\", \"free\"]"
         }
        }
       },
       {
        "assessment_id": "a-b4be023486734f5d97c566f0eaf5949d",
        "assessment_name": "expected_response",
        "trace_id": "tr-56bb745cd54cbe6797e4e5458c963aba",
        "source": {
         "source_type": "HUMAN",
         "source_id": "cy"
        },
        "create_time": "2026-11-20T23:39:49.536Z",
        "last_update_time": "2026-11-20T23:39:49.536Z",
        "expectation": {
         "value": "ten days"
        }
       },
       {
        "assessment_id": "a-44548d702d514fd6a53cc7936675e415",
        "assessment_name": "quality",
        "trace_id": "tr-56bb745cd54cbe6797e4e5458c963aba",
        "source": {
         "source_type": "HUMAN",
         "source_id": "ana@example.org"
        },
        "create_time": "2026-11-20T23:39:49.495Z",
        "last_update_time": "2026-11-20T23:39:49.495Z",
        "feedback": {
         "value": "good"
        },
        "rationale": "right",
        "metadata": {
         "round": "1"
        },
        "valid": false
       },
       {
        "assessment_id": "a-ca444c61a46f41cda572af5c18f57447",
        "assessment_name": "quality",
        "trace_id": "tr-56bb745cd54cbe6797e4e5458c963aba",
        "source": {
         "source_type": "LLM_JUDGE",
         "source_id": "openai:/judge-1"
        },
        "create_time": "2026-11-20T23:39:49.508Z",
        "last_update_time": "2026-11-20T23:39:49.508Z",
        "feedback": {
         "value": 3.0
        },
        "valid": true
       }
      ],
      "tags": {
       "mlflow.traceName": "app",
       "mlflow.artifactLocation": "file:///traces/tr-56bb745cd54cbe6797e4e5458c963aba",
       "team": "post"
      },
      "request_preview": "{\"question\": \"How long does a parcel wait?\"}",
      "response_preview": "{\"text\": \"It waits ten days.\", \"big\": 12345678901234567890}",
      "execution_duration_ms": 15
     },
     "data": {
      "spans": [
       {
        "trace_id": "Vrt0XNVMvmeX5OVFjJY6ug==",
        "span_id": "UPqDHlWt2DY=",
        "parent_span_id": null,
        "name": "app",
        "start_time_unix_nano": 1795217989443507664,
        "end_time_unix_nano": 1795217989458580542,
        "events": [],
        "status": {
         "code": "STATUS_CODE_OK",
         "message": ""
        },
        "attributes": {
         "mlflow.traceRequestId": "\"tr-56bb745cd54cbe6797e4e5458c963aba\"",
         "mlflow.spanType": "\"UNKNOWN\"",
         "mlflow.spanInputs": "{\"question\": \"How long does a parcel wait?\"}",
         "mlflow.spanOutputs": "{\"text\": \"It waits ten days.\", \"big\": 123456789012345678\#
    90}"
        },
        "links": []
       },
       {
        "trace_id": "Vrt0XNVMvmeX5OVFjJY6ug==",
        "span_id": "tmbUyzgzqQ4=",
        "parent_span_id": "UPqDHlWt2DY=",
        "name": "lookup",
        "start_time_unix_nano": 1795217989455878129,
        "end_time_unix_nano": 1795217989456397438,
        "events": [],
        "status": {
         "code": "STATUS_CODE_OK",
         "message": ""
        },
        "attributes": {
         "mlflow.traceRequestId": "\"tr-56bb745cd54cbe6797e4e5458c963aba\"",
         "mlflow.spanType": "\"RETRIEVER\"",
         "mlflow.spanInputs": "{\"q\": \"How long does a parcel wait?\"}",
         "mlflow.spanOutputs": "[{\"page_content\": \"Parcels wait ten days.\", \"metadata\": \#
    {\"doc_uri\": \"help/parcels\"}, \"id\": null}, {\"page_content\": \"Refunds take a week.\\#
    ", \"metadata\": {\"doc_uri\": \"help/refunds\"}, \"id\": null}]"
        },
        "links": []
       },
       {
        "trace_id": "Vrt0XNVMvmeX5OVFjJY6ug==",
        "span_id": "5ARRGEq4mkg=",
        "parent_span_id": "UPqDHlWt2DY=",
        "name": "answer",
        "start_time_unix_nano": 1795217989457748900,
        "end_time_unix_nano": 1795217989458399855,
        "events": [
         {
          "name": "cached",
          "time_unix_nano": 1795217989458203904,
          "attributes": {
           "hit": true
          }
         }
        ],
        "status": {
         "code": "STATUS_CODE_OK",
         "message": ""
        },
        "attributes": {
         "mlflow.traceRequestId": "\"tr-56bb745cd54cbe6797e4e5458c963aba\"",
         "mlflow.spanType": "\"LLM\"",
         "temperature": "0.5",
         "note": "\"plain\"",
         "nan": "NaN",
         "ids": "[1, 2]",
         "mlflow.spanInputs": "{\"q\": \"How long does a parcel wait?\", \"docs\": [{\"page_co\#
    ntent\": \"Parcels wait ten days.\", \"metadata\": {\"doc_uri\": \"help/parcels\"}, \"id\"\#
    : null}, {\"page_content\": \"Refunds take a week.\", \"metadata\": {\"doc_uri\": \"help/r\#
    efunds\"}, \"id\": null}]}",
         "mlflow.spanOutputs": "{\"text\": \"It waits ten days.\", \"big\": 123456789012345678\#
    90}"
        },
        "links": []
       }
      ]
     }
    }
    """#
}
