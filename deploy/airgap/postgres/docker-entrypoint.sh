#!/bin/sh
# Makes the cluster at the first start, with the superuser's password, then becomes the server.
set -eu

if [ "$1" = postgres ] && [ ! -s "$PGDATA/PG_VERSION" ]; then
    password=${POSTGRES_PASSWORD:-$(cat "${POSTGRES_PASSWORD_FILE:?POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE is needed}")}
    kept=$(mktemp)
    printf '%s\n' "$password" > "$kept"
    # Several arguments in one variable, as in the official image.
    # shellcheck disable=SC2086
    initdb --username=postgres --pwfile="$kept" --auth-local=trust --auth-host=scram-sha-256 \
        --no-instructions ${POSTGRES_INITDB_ARGS:-}
    rm "$kept"
    echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
fi
exec "$@"
