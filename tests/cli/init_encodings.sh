# The same export in the forms in which CRMs and spreadsheets write it.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
sed 's/Ann/Änn Müller/;s/inbound/Straße/' "$small/deals.csv" >utf8.csv
sed 's/,/;/g' utf8.csv >semicolon.csv
tr , '\t' <utf8.csv >tab.csv
{ printf '\xef\xbb\xbf'; cat utf8.csv; } >mark.csv
iconv -f UTF-8 -t UTF-16 utf8.csv >utf16.csv
{ printf '\xfe\xff'; iconv -f UTF-8 -t UTF-16BE utf8.csv; } >utf16be.csv
iconv -f UTF-8 -t CP1252 utf8.csv >cp1252.csv
sed 's/$/\r/' utf8.csv >crlf.csv
tr '\n' '\r' <utf8.csv >cr.csv
awk -F, -v OFS=, 'NR > 1 { split($2, d, "-"); $2 = d[3] "." d[2] "." d[1] } 1' utf8.csv >german.csv
awk -F, -v OFS=, 'NR > 1 { $4 = "\"" $4 ".00\"" } 1' utf8.csv >cents.csv
awk -F, -v OFS=';' 'NR > 1 { $4 = $4 ",00" } { $1 = $1 } 1' utf8.csv >comma.csv
"$QUOTACAST" init utf8 --from utf8.csv --quiet
grep -c 'Änn Müller.*Straße' utf8/deals.csv
for form in semicolon tab mark utf16 utf16be cp1252 crlf cr german cents comma; do
    "$QUOTACAST" init $form --from $form.csv --quiet
    cmp utf8/deals.csv $form/deals.csv && echo "$form: the same deals"
done
head -3 comma.csv
