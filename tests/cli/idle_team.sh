# A team that has nothing to do in the plan is not left out in silence.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cat >plan.yaml <<'END'
as_of: 2026-06-30
shocks: none
pipeline: [{stage: qualified, conversion: 50%, days: 10}]
deal_size: 10k
new_deals: 10 per month
team: {reps: 3, hours_per_week: 40}
targets: [{metric: bookings, period: 2026, at_least: 300k}]
END
note() { "$QUOTACAST" forecast plan.yaml "${short[@]}" "$@" | sed -n '/^Note: the team/p'; }
note
note --set team.open_deal_limit=9
note --set pipeline.qualified.hours_per_week=2
