# The smallest companies: what check, stages and forecast say where there is next to nothing to go by. Counts
# and what they rest on are those of the file; what the model makes of them is masked.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"

# deals WON LOST OPEN DAYS STAGE...: deals created DAYS apart up to 2026-06-20. Won ones stay 4 days in each
# stage, lost ones leave the first after 6, open ones are in the first.
deals() {
    local won=$1 lost=$2 open=$3 days=$4
    shift 4
    echo deal_id,date,stage,amount
    local all=$((won + lost + open)) i s day
    for ((i = 0; i < all; i++)); do
        day=$(date -u -d "2026-06-20 - $(((all - 1 - i) * days)) days" +%s)
        at() { date -u -d "@$((day + $1 * 86400))" +%F; }
        if ((i < won)); then
            s=0
            for stage in "$@"; do
                echo "w$i,$(at $((4 * s))),$stage,$((1000 + 100 * i))"
                s=$((s + 1))
            done
            echo "w$i,$(at $((4 * s))),won,$((1000 + 100 * i))"
        else
            echo "d$i,$(at 0),$1,$((1000 + 100 * i))"
            ((i < won + lost)) && echo "d$i,$(at 6),lost,$((1000 + 100 * i))"
        fi
    done
}

# look NAME STAGE...: the company of deals.csv as the three commands see it.
look() {
    local name=$1
    shift
    printf '\n== %s\n' "$name"
    { echo "as_of: 2026-06-30"; echo "currency: EUR"; echo "history: {deals: deals.csv}"
      echo "pipeline: [$(IFS=,; echo "$*")]"; echo "targets:"
      echo "  - {name: year, metric: customers, period: 2026, at_least: 4}"
      echo "  - {name: month, metric: customers, period: each month, at_least: 1}"; } >customers.yaml
    sed 's/metric: customers/metric: bookings/; s/at_least: 4/at_least: 9k/; s/at_least: 1}/at_least: 2k}/' \
        customers.yaml >bookings.yaml
    "$QUOTACAST" check customers.yaml >../out 2>../errors
    echo "check [exit $?]"
    sed -n -E '/ errors?/p; /^  customers.yaml/p; /thin history$/,$p' ../out ../errors | head -8
    "$QUOTACAST" stages customers.yaml >../out 2>../errors
    echo "stages [exit $?]"
    sed -n -E '/^No win rate/{s/nothing is stated of it.*/nothing is stated of it .../;p}; /insufficient history  -/p' ../out
    sed -n '/^What the rates rest on/,/^$/p' ../out | sed -E 's/(the|your|a) (smooth|belief|whole).*//; s/ +$//; s/ +-$//' |
        sed '/^$/d' | head -6
    cat ../errors
    for metric in customers bookings; do
        "$QUOTACAST" forecast $metric.yaml --trials 400 --seed 1 --threads 1 >../out 2>../errors
        echo "forecast $metric [exit $?]"
        cat ../errors
        sed -n -E '1{s/[0-9.]+[kM]?%?/N/g;p}; /^Thin/p; /no data/p; /^Note/p' ../out |
            sed -E 's/[^;]* chance of/... chance of/; s/; [0-9]+% of the range.*//'
    done
}

for won in 0 1 2 5; do
    deals $won 6 3 30 lead offer >deals.csv
    look "$won wins, 6 lost, 3 open" lead offer
done
deals 6 6 4 1 lead offer >deals.csv
look "a month of history" lead offer
deals 0 0 6 10 lead offer >deals.csv
look "no deal has ended" lead offer
deals 0 9 0 20 lead offer >deals.csv
look "only lost deals" lead offer
deals 1 0 0 20 lead offer >deals.csv
look "one deal, won" lead offer
deals 4 4 2 20 lead >deals.csv
look "one stage" lead
printf 'deal_id,date,stage,amount\na,2026-05-01,won,100\nb,2026-05-09,lost,100\nc,2026-06-09,won,300\n' >deals.csv
look "nothing but born closed" lead offer
many=()
for ((s = 1; s <= 32; s++)); do many+=("s$s"); done
deals 4 4 2 20 "${many[@]}" >deals.csv
look "32 stages" "${many[@]}"

echo
echo "== two stages stated, where nothing is known"
deals 0 0 6 10 lead offer >deals.csv
cat >stated.yaml <<'YAML'
as_of: 2026-06-30
currency: EUR
history: {deals: deals.csv}
pipeline:
  - {stage: lead, conversion: 40% to 60%, days: 5 to 20}
  - {stage: offer, conversion: 40% to 60%, days: {typical: 5 to 20, based_on: certain}}
deal_size: {typical: 1k to 9k, based_on: certain}
targets: [{name: year, metric: bookings, period: 2026, at_least: 9k}]
YAML
run check stated.yaml
run stages stated.yaml | sed -n '/^What the rates/,/^$/p' | sed -E 's/your belief [0-9]+%$/your belief N/'
run forecast stated.yaml --trials 400 --seed 1 --threads 1 | grep '^Thin' | sed -E 's/; [0-9]+% of the range.*//'
echo "-- a lost cause is named, a near miss helped"
run stages stated.yaml --explain Lead | sed -n '1,3p'
run stages stated.yaml --explain ofer
