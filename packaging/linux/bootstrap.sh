#!/bin/sh
# Prepares a checkout: a virtual environment, the project in it, and the system's own libraries.
#
#   bootstrap.sh install [EXTRAS]   .venv with the project (EXTRAS: for instance dev,train)
#   bootstrap.sh libraries          the shared libraries that Qt loads
#   bootstrap.sh display            what the system tests need: X server, file manager, mouse
#
# Where apt may be used (root, or sudo without a password) what is missing is installed;
# elsewhere the exact command is printed and the exit status is 1.
set -eu
cd "$(dirname "$0")/../.."
VENV=.venv

say() { printf '%s\n' "$*" >&2; }
die() { say "$@"; exit 1; }

# --- Debian and Ubuntu -------------------------------------------------------------------------

apt_install() { # PACKAGE...
    if ! command -v apt-get >/dev/null 2>&1; then
        say "Please install with this system's package manager what Debian calls: $*"
        return 1
    fi
    as_root=''
    if [ "$(id -u)" != 0 ]; then
        if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
            as_root='sudo -n'
        else
            say "Please install what is missing, then try again:"
            say "    sudo apt-get install $*"
            return 1
        fi
    fi
    say "Installing with apt: $*"
    apt_run install "$@" || { apt_run update && apt_run install "$@"; } || {
        say "apt could not install these. Please try: sudo apt-get update && sudo apt-get install $*"
        return 1
    }
}

apt_run() { # install PACKAGE... | update
    verb=$1
    shift
    options='-q -y -o DPkg::Lock::Timeout=300'
    [ "$verb" = install ] && options="$options --no-install-recommends"
    # shellcheck disable=SC2086 # both are lists of words
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get $options "$verb" "$@" >&2
}

# --- Python ------------------------------------------------------------------------------------

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

can_make_venv() {
    "$1" -c 'import ensurepip, venv' >/dev/null 2>&1
}

# 3.14 comes last: TensorFlow has no release for it yet, so the training tests would be skipped.
PYTHONS="${PYTHON:-} python3.13 python3.12 python3.11 python3 python3.14"

find_python() { # CHECK: prints the first Python that is new enough and passes CHECK
    for candidate in $PYTHONS; do
        if is_new_enough "$candidate" && "$1" "$candidate"; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    return 1
}

make_venv() {
    if [ -x "$VENV/bin/python" ] && "$VENV/bin/python" -m pip --version >/dev/null 2>&1; then
        return 0
    fi
    if ! python=$(find_python can_make_venv); then
        python=$(find_python true) || die "Fashion Studio needs Python 3.11 or newer." \
            "On Debian or Ubuntu: sudo apt-get install python3 python3-venv"
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        say "$python lacks the modules that make virtual environments."
        apt_install "python$version-venv" || exit 1
        can_make_venv "$python" || die "$python still cannot make virtual environments."
    fi
    say "Making $VENV with $("$python" --version)"
    rm -rf "$VENV"
    "$python" -m venv "$VENV"
}

install_project() { # EXTRAS
    make_venv
    wanted="$(cksum <pyproject.toml) $("$VENV/bin/python" --version)"
    stamp="$VENV/.installed${1:+-$1}"
    # With any extras the application itself is there, too.
    for kept in "$stamp" ${1:-"$VENV"/.installed-*}; do
        [ -f "$kept" ] && [ "$(cat "$kept")" = "$wanted" ] && return 0
    done
    say "Installing Fashion Studio${1:+ with $1} into $VENV (some minutes the first time)"
    "$VENV/bin/python" -m pip install --disable-pip-version-check --quiet --editable ".${1:+[$1]}"
    printf '%s\n' "$wanted" >"$stamp"
}

# --- Libraries and tools -----------------------------------------------------------------------

missing_libraries() {
    qt=$("$VENV/bin/python" -c 'import PySide6; print(PySide6.__path__[0])')/Qt
    LC_ALL=C ldd "$qt/lib/libQt6Gui.so.6" "$qt/lib/libQt6Widgets.so.6" \
        "$qt/plugins/platforms/libqxcb.so" 2>/dev/null | grep 'not found' | sort -u
}

install_libraries() {
    [ "$(uname -s)" = Linux ] || return 0
    command -v ldd >/dev/null 2>&1 || return 0
    missing=$(missing_libraries)
    [ -z "$missing" ] && return 0
    say "Qt lacks libraries of this system:"
    say "$missing"
    packages=$("$VENV/bin/python" -c \
        'from studio.gui.system_libraries import DEBIAN_PACKAGES as names; print(names)')
    # shellcheck disable=SC2086 # a list of words
    apt_install $packages
}

install_display() {
    [ "$(uname -s)" = Linux ] || die "The system tests drive an X server, which needs Linux."
    missing=''
    for pair in Xvfb:xvfb openbox:openbox pcmanfm:pcmanfm xdotool:xdotool import:imagemagick \
        xprop:x11-utils dbus-run-session:dbus; do
        command -v "${pair%%:*}" >/dev/null 2>&1 || missing="$missing ${pair#*:}"
    done
    [ -z "$missing" ] && return 0
    # shellcheck disable=SC2086 # a list of words
    apt_install $missing
}

case "${1:-}" in
    install) install_project "${2:-}" ;;
    libraries) install_libraries ;;
    display) install_display ;;
    *) die "usage: $0 install [EXTRAS] | libraries | display" ;;
esac
