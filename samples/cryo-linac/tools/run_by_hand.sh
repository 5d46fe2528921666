#!/bin/sh
# Run every agent of the sample one after another, without Dodeca.
# The agents print their summaries here and leave their results in out/.
set -eu
cd "$(dirname "$0")/.."
for agent in load_telemetry cooling_capacity find_anomalies optimizer write_report; do
  printf '\n== %s\n' "$agent"
  python3 "agents/$agent.py"
done
