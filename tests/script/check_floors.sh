#!/bin/bash
# The source tree stands on its floors, and the check sees every way to leave them.
set -eu
source_dir=$1
check() { "$source_dir/scripts/check_floors.sh" "$@"; }
# shellcheck source-path=SCRIPTDIR source=bent.sh
. "$(dirname "$0")/bent.sh"

check "$source_dir"

fresh
passes "a straight tree"

fresh
file core/memory.c '#include "sim/walk.h"'
is_seen "a higher floor" 'core/memory.c:1: "sim/walk.h" is on a higher floor than core/'

fresh
file history/csv.c '#include "plan/plan.h"'
is_seen "history reading the plan" 'history/ and plan/ never include each other'

fresh
file plan/plan.c '#include "history/history.h"'
is_seen "the plan reading history" 'plan/ and history/ never include each other'

fresh
file core/text.c '#include "status.h"'
is_seen "an include that is not written from the root" '"status.h" is on no floor'

fresh
file core/text.c '#include "util/status.h"'
is_seen "an unknown floor" '"util/status.h" is on no floor'

fresh
file core/a.h '#include "core/b.h"'
file core/b.h '#include "core/a.h"'
is_seen "two files including each other" 'includes run in a circle'

fresh
file sim/a.h '#include "sim/b.h"'
file sim/b.h '  #  include "sim/c.h"'
file sim/c.h '#include "sim/a.h"'
is_seen "a longer circle" 'includes run in a circle'

fresh
file core/a.h '#include "core/a.h"'
is_seen "a file including itself" 'includes itself'

while read -r header owner; do
    fresh
    file "$owner.c" "#include <$header>"
    passes "<$header> in $owner.c"
    file sim/walk.h "#include <$header>"
    is_seen "<$header> elsewhere" "sim/walk.h:1: <$header> belongs to $owner.c alone"
done <<'OWNERS'
csv.h history/csv
yaml.h plan/yaml
pthread.h core/parallel
nettle/sha2.h core/digest
spawn.h report/plot/plot
OWNERS

rm -rf "$tree" && mkdir "$tree"
is_seen "a tree without floors" 'no floor under'
finish
