# People and what they do: the lines of the first screen, and each lever alone moves the chance the way it must.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cat >plan.yaml <<'END'
currency: EUR
as_of: 2026-06-30
shocks: none
pipeline:
  - {stage: qualified, conversion: 45% to 65%, days: 4 to 20}
  - {stage: proposal, conversion: 40% to 60%, days: 7 to 45}
deal_size: 4k to 40k
team:
  reps: 3
  hours_per_week: 40
  selling_time: 50%
  ramp: [0%, 25%, 50%, 75%]
  attrition: 5% to 20% per year
  backfill_days: 30 to 120
  hires: [{role: ae, start: 2026-09-01}]
activities:
  calls: {per_rep_per_week: 60, minutes: 5, contact_rate: 8% to 15%, opportunity_rate: 20% to 35%}
  follow_ups: {attempts: 2, days_between: 4}
targets:
  - {name: year, metric: bookings, period: 2026, at_least: 700k}
END
short=(--trials 300 --seed 1 --threads 2)
"$QUOTACAST" forecast plan.yaml "${short[@]}" | sed -n '/^New deals/p; /^Lenses/p'
chance() {
    local sets=()
    for change in "$@"; do sets+=(--set "$change"); done
    "$QUOTACAST" forecast plan.yaml "${short[@]}" --shard 1/1 -o part "${sets[@]}" || return
    grep -o -m1 '"hits":[0-9]*' part | head -1 | tr -dc 0-9
}
base=$(chance team.reps=3)
moves() { # moves more|less SET...
    local way=$1 now
    shift
    now=$(chance "$@")
    case $way in
    more) [ "$now" -gt "$base" ] || way="NOT more ($base, then $now)" ;;
    less) [ "$now" -lt "$base" ] || way="NOT less ($base, then $now)" ;;
    esac
    echo "$way: $*"
}
moves more team.reps=+1
moves more 'team.hires=+2 from 2026-08-01'
moves less team.hires=none
moves more team.selling_time=60%
moves more activities.calls.per_rep_per_week=+20%
moves more activities.follow_ups.attempts=3
moves less 'team.attrition=60% per year'
moves more 'team.ramp=[100%]'
echo "-- hours of open deals, inbound deals"
scarce=(--set 'pipeline.proposal.hours_per_week=6' --set 'activities.inbound={minutes: 60, stale_after: 14 days}')
"$QUOTACAST" forecast plan.yaml "${short[@]}" "${scarce[@]}" --set 'new_deals={mean: 60, per: month}' |
    sed -n '/^New deals/p; /^Lenses/p; s/.*\(engine step\)/\1/p'
"$QUOTACAST" forecast plan.yaml "${short[@]}" "${scarce[@]}" --set activities.inbound.minutes=600 --set 'new_deals={mean: 400, per: month}' |
    sed -n '/^New deals/p; /^Lenses/p'
echo "-- more activity than new deals are known"
"$QUOTACAST" forecast plan.yaml "${short[@]}" --set 'new_deals={mean: 10, per: month, based_on: certain}' | grep '^Note'
echo "-- a log of activities"
{
    echo date,owner,type,count,outcome
    for week in 01 08 15 22; do
        for rep in ann bob; do
            printf '2026-06-%s,%s,call,40,no answer\n2026-06-%s,%s,call,6,connected\n2026-06-%s,%s,call,2,opportunity\n' \
                "$week" "$rep" "$week" "$rep" "$week" "$rep"
        done
    done
    echo 2026-06-01,ann,call,many,connected
} >log.csv
sed 's/^activities:/history: {activities: log.csv}\nactivities:/; s/  calls: .*/  calls: {minutes: 5}/; /follow_ups/d' plan.yaml >logged.yaml
"$QUOTACAST" forecast logged.yaml "${short[@]}" | sed -n '/^New deals/p; /^Rests on/p'
run check logged.yaml
sed 's/  calls: /  demos: /' logged.yaml >wrong.yaml
run forecast wrong.yaml
sed 's/opportunity/booked/' log.csv >other.csv
run forecast logged.yaml --set history.activities=other.csv
run forecast plan.yaml --set history.activities=log.csv
echo "-- nobody, no hours, a wrong plan"
"$QUOTACAST" forecast plan.yaml "${short[@]}" --set team.reps=0 --set team.hires=none | head -1
"$QUOTACAST" forecast plan.yaml "${short[@]}" --set team.hours_per_week=0 | head -1
run forecast plan.yaml --set team.reps=-1
run forecast plan.yaml --set team.reps=2.5
run forecast plan.yaml --set team.hires=2
run forecast plan.yaml --set activities.mails.minutes=3
