# tornado and stress: what moves the chance, and what misfortunes cost.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cp "$small"/* .
short=(--trials 60 --seed 1 --threads 1)
"$QUOTACAST" tornado plan.yaml "${short[@]}" --format csv | cut -d, -f1,9 | sort
"$QUOTACAST" tornado plan.yaml "${short[@]}" | figures | sed -n '1p;/^Spread/p;$p' | sed 's/is [a-z._]*:/is X:/'
"$QUOTACAST" tornado plan.yaml "${short[@]}" --format json | grep -c '"own_range"'
echo "-- the shares of the spread add up"
"$QUOTACAST" tornado plan.yaml "${short[@]}" --format json |
    awk -F'[:,]' '/"(parameters|shocks|open_now|not_yet_created)"/ {sum += $2} END {printf "%.6f\n", sum}'
echo "-- certain beliefs have nothing to swing"
cat >certain.yaml <<'END'
as_of: 2026-06-30
pipeline: [{stage: offer, conversion: 50%, days: 10, based_on: certain}]
new_deals: {mean: 10, per: month, based_on: certain, noise: none}
deal_size: {mean: 1k, cv: 0.5, based_on: certain}
targets: [{name: year, metric: bookings, period: 2026, at_least: 25k}]
END
"$QUOTACAST" tornado certain.yaml "${short[@]}" --format csv | awk -F, 'NR > 1 {print $1, $5 == 0 && $7 == 0 ? "still" : "MOVES", $10 < 0 || $1 ~ /days/ ? "down" : "NOT DOWN"}' | sort
echo "-- stress"
"$QUOTACAST" stress plan.yaml "${short[@]}" | figures | sed 's/worst alone: .*/worst alone: X/'
"$QUOTACAST" stress plan.yaml "${short[@]}" --format csv | cut -d, -f1,2
"$QUOTACAST" stress plan.yaml "${short[@]}" --format json | grep -c '"change_error"'
words stress certain.yaml "${short[@]}" | sed 's/worst alone: .*/worst alone: X/'
run tornado plan.yaml --target mdi
run stress plan.yaml --vary x
