#!/usr/bin/env bash
# Runs a fuzz target for a while:
#     tests/fuzz/run.sh TARGET SECONDS
# TARGET is text, markdown, html, epub, docx, pdf, archive, address or front. Needs a nightly toolchain and cargo-fuzz
# (`cargo install cargo-fuzz`); the seeds of epub and docx need python3. Builds and keeps its corpus outside the
# repository, under $FUZZ_HOME (/tmp/bluebook-fuzz). An input that breaks something is left there in TARGET/broken: make it
# small (`cargo +nightly fuzz tmin`), name it for what it breaks, and put it into tests/regressions/TARGET/.
# $SANITIZER is none by default: the code has no `unsafe` of its own, and is twice as quick without.
set -euo pipefail
[ $# = 2 ] || { sed -n '2,3s/^# //p' "$0"; exit 2; }
target=$1 seconds=$2
fuzz=$(cd "$(dirname "$0")" && pwd)
tests=$(dirname "$fuzz")
home=${FUZZ_HOME:-/tmp/bluebook-fuzz}
corpus=$home/$target/corpus seeds=$home/$target/seeds broken=$home/$target/broken
rm -rf "$seeds"
mkdir -p "$corpus" "$seeds" "$broken"

copy() { # those of the files named that exist
    for file in "$@"; do
        if [ -f "$file" ]; then cp "$file" "$seeds/"; fi
    done
}
dict=$target length=16384 features=()
copy "$fuzz/seeds/$target"/* "$tests/regressions/$target"/*
case $target in
    text) copy "$tests/samples/sources"/*.md ;;
    markdown) copy "$tests/samples"/{english,japanese}.md ;;
    html) copy "$tests/samples"/*.html; length=32768 ;;
    epub | docx)
        # Whole files, and their insides, which the target wraps again.
        copy "$tests/samples"/*."$target"
        python3 "$fuzz/insides.py" "$target" "$seeds" "$tests/samples"/*."$target"
        length=65536
        ;;
    pdf)
        # The small ones: what is longer than the limit is cut.
        for file in "$tests/samples"/*.pdf; do
            if [ "$(stat -c %s "$file")" -lt 65536 ]; then cp "$file" "$seeds/"; fi
        done
        length=65536 features=(--features pdf)
        ;;
    archive)
        gzip -c "$tests/samples/english.md" >"$seeds/english.md.gz"
        python3 -m zipfile -c "$seeds/both.zip" "$tests/samples"/{english,japanese}.md "$seeds/english.md.gz"
        length=32768
        ;;
    address) length=200 ;;
    front) length=2048 ;;
esac

cd "$tests/.."
cargo +nightly fuzz run --fuzz-dir tests/fuzz --target-dir "$home/target" --sanitizer "${SANITIZER:-none}" \
    "${features[@]}" "$target" "$corpus" "$seeds" -- \
    -max_total_time="$seconds" -rss_limit_mb=1024 -timeout=10 -max_len="$length" \
    -dict="$fuzz/dict/$dict.dict" -artifact_prefix="$broken/" -print_final_stats=1
