/// `schemas/activity.schema.json` byte for byte, written by `scripts/embed-schema`.
// swift-format-ignore
enum EmbeddedSchema {
  static let activity: StaticString = ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Topo activity",
  "description": "One record of a topo-archive: an activity as the Topo Activities API sends it. Assert the formats: they make a date a real one. Documented values and members may grow, so others are allowed.",
  "type": "object",
  "required": ["id", "created_at", "payload"],
  "properties": {
    "id": {
      "description": "Identifies the activity; letter case does not matter.",
      "type": "string",
      "$ref": "#/$defs/uuid"
    },
    "created_at": {
      "description": "When the activity was recorded.",
      "type": "string",
      "$ref": "#/$defs/time"
    },
    "payload": {
      "description": "What happened: a union on its type.",
      "$ref": "#/$defs/payload"
    }
  },
  "$defs": {
    "payload": {
      "type": "object",
      "required": [
        "type",
        "organization_id",
        "person_id",
        "sequence_id",
        "sequence_template_id",
        "resource_type",
        "channel",
        "message_id",
        "hot_lead_id",
        "calendar_event_id",
        "task_id"
      ],
      "properties": {
        "type": {
          "type": "string",
          "x-documented-values": [
            "message.sent",
            "message.opened",
            "message.link_clicked",
            "message.replied",
            "invitation.sent",
            "invitation.accepted",
            "hot_lead.created",
            "meeting.created",
            "sequence.created",
            "sequence.paused",
            "sequence.resumed",
            "sequence.stopped",
            "sequence.completed",
            "task.created",
            "task.completed",
            "task.skipped"
          ]
        },
        "organization_id": { "type": "string", "$ref": "#/$defs/uuid" },
        "person_id": { "type": "string", "$ref": "#/$defs/uuid" },
        "sequence_id": { "type": "string", "$ref": "#/$defs/uuid" },
        "sequence_template_id": { "type": "string", "$ref": "#/$defs/uuid" },
        "resource_type": {
          "type": "string",
          "x-documented-values": [
            "MESSAGE",
            "INVITATION",
            "HOT_LEAD",
            "MEETING",
            "SEQUENCE_STEP",
            "SEQUENCE",
            "TASK"
          ]
        },
        "channel": {
          "type": "string",
          "x-documented-values": ["EMAIL", "LINKEDIN", "MANUAL"]
        },
        "message_id": { "type": ["string", "null"], "$ref": "#/$defs/uuid" },
        "hot_lead_id": { "type": ["string", "null"], "$ref": "#/$defs/uuid" },
        "calendar_event_id": { "type": ["string", "null"], "$ref": "#/$defs/uuid" },
        "task_id": { "type": ["string", "null"], "$ref": "#/$defs/uuid" },
        "metadata": { "type": "object" }
      },
      "allOf": [
        {
          "if": {
            "properties": { "type": { "const": "message.replied" } },
            "required": ["type"]
          },
          "then": {
            "required": ["metadata"],
            "properties": {
              "metadata": {
                "required": ["reply_category"],
                "properties": {
                  "reply_category": { "type": ["string", "null"] }
                }
              }
            }
          }
        },
        {
          "if": {
            "properties": { "type": { "const": "invitation.sent" } },
            "required": ["type"]
          },
          "then": {
            "required": ["metadata"],
            "properties": {
              "metadata": {
                "required": ["step_number"],
                "properties": {
                  "step_number": { "type": "integer", "minimum": 0 }
                }
              }
            }
          }
        },
        {
          "if": {
            "properties": { "type": { "const": "sequence.paused" } },
            "required": ["type"]
          },
          "then": {
            "properties": {
              "metadata": {
                "properties": {
                  "paused_until": { "type": ["string", "null"], "$ref": "#/$defs/time" },
                  "last_step_executed": { "type": ["integer", "null"] }
                }
              }
            }
          }
        },
        {
          "if": {
            "properties": { "type": { "const": "sequence.stopped" } },
            "required": ["type"]
          },
          "then": {
            "required": ["metadata"],
            "properties": {
              "metadata": {
                "required": ["stopped_reason", "error_code"],
                "properties": {
                  "stopped_reason": { "type": ["string", "null"] },
                  "error_code": { "type": ["string", "integer", "null"] }
                }
              }
            }
          }
        }
      ]
    },
    "uuid": {
      "description": "32 hexadecimal digits in groups of 8-4-4-4-12.",
      "$comment": "Where $ also matches before a final line feed, the 'not' makes the pattern exact.",
      "format": "uuid",
      "pattern": "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",
      "not": { "type": "string", "pattern": "\n" }
    },
    "time": {
      "description": "ISO 8601 with an offset and up to nine digits of a second's fraction; a real date.",
      "format": "date-time",
      "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$",
      "not": { "type": "string", "pattern": "\n" }
    }
  }
}

"""##
}
