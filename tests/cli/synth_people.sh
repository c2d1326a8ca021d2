# A company whose people are known: what they did, who they are, and a plan that reads both.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cat >spec.yaml <<'END'
company: Callers
as_of: 2026-06-30
history_months: 18
seed: 7
stages:
  - {name: qualified, scale_days: 14, advance: 60%}
  - {name: proposal, scale_days: 20, advance: 50%}
reps:
  - {name: ann}
  - {name: bob, yield: 1.6}
  - {name: cid, start: 2025-09-01, yield: 0.7}
  - {name: dora, end: 2026-02-27}
  - {name: eve, start: 2026-09-01}
ramp: [0%, 30%, 60%]
overload: 40
activities:
  - {name: calls, per_week: 60, contact: 12%, opportunity: 20%}
  - {name: emails, per_week: 100, contact: 2%, opportunity: 25%}
segments:
  - {name: all, new_deals_per_month: 6, amount: {median: 10k, sd: 0.8}}
targets:
  - {name: half year, metric: bookings, from: 2026-07-01, to: 2026-12-31, at_least: 400k}
END
run synth spec.yaml -o made --trials 20
cat made/plan.yaml made/people.csv
head -5 made/activities.csv
run check made/plan.yaml
"$QUOTACAST" forecast made/plan.yaml --trials 100 --seed 1 | grep -o 'by the activities of 3 reps'
run synth spec.yaml -o again --trials 20 --quiet
cmp made/activities.csv again/activities.csv && echo the same log again

echo -- what is wrong in a specification
sed 's/end: 2026-02-27/start: 2026-03-01, end: 2026-02-27/; s/name: emails/name: Calls/; s/30%, 60%/30%, 160%/; s/overload: 40/overload: -1/' spec.yaml >bad.yaml
run synth bad.yaml -o bad
