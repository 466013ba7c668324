#!/bin/sh
# Puts a Chromium from npm, with its libraries and a font, into the test environment: for machines where
# the person who runs the tests may not install packages. Usage: tools/browser/install.sh .venv-test
set -eu
venv=$(cd "$1" && pwd)
PATH=$venv/bin:$PATH
here=$venv/browser
mkdir -p "$here"
cp "$(dirname "$0")/package.json" "$(dirname "$0")/package-lock.json" "$here"
npm ci --prefix "$here" --no-audit --no-fund --loglevel=error

packed=$here/node_modules/@sparticuz/chromium/bin
unpacked() { # brotli is in node, not in Python and not on a bare machine
  node -e 'process.stdout.write(zlib.brotliDecompressSync(fs.readFileSync(process.argv[1])))' "$packed/$1"
}
unpacked chromium.br >"$here/chromium"
chmod +x "$here/chromium"
unpacked al2023.tar.br | tar -x -C "$here"
unpacked fonts.tar.br | tar -x -C "$here"
unpacked swiftshader.tar.br | tar -x -C "$here"
cat >"$here/fonts.conf" <<EOF
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>$here/fonts</dir><cachedir>$here/cache</cachedir></fontconfig>
EOF
rm -rf "$here/node_modules"

cat >"$venv/bin/chromium" <<EOF
#!/bin/sh
export LD_LIBRARY_PATH="$here/lib" FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/chromium" "\$@"
EOF
chmod +x "$venv/bin/chromium"
