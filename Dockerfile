# The web image: nginx and Odoo 19 with the OCA modules and our addons, started by entrypoint.sh.
# Written for any builder (docker, buildah, kaniko): nothing here needs BuildKit.
ARG BASE_IMAGE=odoo:19.0

# --- Odoo as it comes, with what it lacks and without what nobody asks for ---
FROM ${BASE_IMAGE} AS parts
# The last stage is another, and its user is odoo:
# hadolint ignore=DL3002
USER root

# The distribution's nginx: security fixes come with the base image's own. What only the making of
# the base image needed goes, 180 MB: rtlcss (languages from right to left) needs nodejs alone, and
# Odoo 19 has no Less.
# A pinned nginx would not build any more after its next security fix:
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends nginx \
 && if command -v node > /dev/null; then apt-mark manual nodejs; fi \
 && for package in libssl-dev node-less npm; do \
      if dpkg-query --show "${package}" > /dev/null 2>&1; then \
        apt-get purge --yes --auto-remove "${package}" || exit 1; \
      fi; \
    done \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/*

# The base image's Python is the distribution's, which lets pip in only when told (PEP 668). It is
# safe here: the lock names every package. One that the distribution has, too, in an older version
# (typing_extensions) stays, and Python finds ours before it: pip could not remove it.
COPY requirements.txt /tmp/
RUN python3 -m pip install --break-system-packages --root-user-action ignore --no-cache-dir \
      --no-deps --ignore-installed --require-hashes --requirement /tmp/requirements.txt \
 && rm /tmp/requirements.txt

# Odoo brings 800 MB of translations. Those of the languages named here stay, separated by spaces
# ("fr_BE de_DE"), with those that they fall back to (odoo/tools/translate.py: get_base_langs);
# English needs none. Our addons and OCA's keep theirs, which are small.
ARG ODOO_LANGUAGES=en
RUN set -- \
 && for code in ${ODOO_LANGUAGES}; do \
      set -- "$@" ! -name "${code}.po" ! -name "${code%%_*}.po"; \
      case ${code} in \
        es_*) set -- "$@" ! -name es_419.po ;; \
        zh_HK) set -- "$@" ! -name zh_TW.po ;; \
      esac; \
    done \
 && find /usr/lib/python3/dist-packages/odoo -path '*/i18n*/*' \
      \( -name '*.pot' -o -name '*.po' "$@" \) -delete

# The base image's own way to start puts the database password on the command line. `odoo-bin` is
# what Odoo's documentation calls its command.
RUN rm -f /entrypoint.sh /usr/local/bin/wait-for-psql.py \
 && printf '%s\n' '#!/bin/sh' 'exec /opt/insightpulse/entrypoint.sh odoo-bin "$@"' \
      > /usr/local/bin/odoo-bin \
 && chmod 755 /usr/local/bin/odoo-bin

# --- the same as one layer: a file that is removed in a later layer still makes an image larger ---
FROM scratch AS system
# To copy all of it is what this stage is for:
# hadolint ignore=DL3067
COPY --from=parts / /
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    LANG=C.UTF-8

# --- our code ---
FROM system AS application
WORKDIR /opt/insightpulse

# --no-deps: the wheels ask for a package "odoo" that no index has.
COPY oca/requirements.txt oca/
RUN python3 -m pip install --root-user-action ignore --no-cache-dir --no-compile \
      --no-deps --require-hashes --only-binary :all: --target oca --requirement oca/requirements.txt

# The wheels carry no licence: which module has which, and where the text is.
COPY LICENSE ./
COPY oca/licences.py oca/
RUN python3 oca/licences.py oca/odoo/addons LICENSE > oca/LICENCES && rm oca/licences.py

COPY entrypoint.sh odoo.conf.template nginx.conf.template ./
COPY boot boot
COPY addons addons
# The commit: --build-arg REVISION="$(git rev-parse HEAD)". Also as a file, because buildah takes a
# LABEL out of its cache whatever an ARG in it is now; what was copied before has to differ.
ARG REVISION=unknown
# Code belongs to root: the server can read it, and cannot change it. It is compiled now because
# it could not be later, and by its content because a builder may change its date.
RUN python3 -m compileall -q --invalidation-mode checked-hash boot addons oca \
 && echo "${REVISION}" > REVISION \
 && chmod -R u=rwX,go=rX . \
 && chmod 755 entrypoint.sh

# --- the image ---
FROM system
COPY --from=application /opt/insightpulse /opt/insightpulse

ENV ODOO_ADDONS_PATH=/opt/insightpulse/addons:/opt/insightpulse/oca/odoo/addons

# As in the base image: sessions and files, owned by `odoo`.
VOLUME /var/lib/odoo
WORKDIR /var/lib/odoo
USER odoo
EXPOSE 8069
# The first start installs modules for minutes before it can answer: not healthy yet, but not ill.
# A shell has to fill in PORT:
# hadolint ignore=DL3025
HEALTHCHECK --interval=15s --timeout=5s --start-period=15m --retries=4 \
  CMD curl --fail --silent --show-error --output /dev/null "http://127.0.0.1:${PORT:-8069}/web/health"

ENTRYPOINT ["/opt/insightpulse/entrypoint.sh"]
CMD ["odoo"]

ARG BASE_IMAGE
ARG REVISION=unknown
LABEL org.opencontainers.image.title="InsightPulse Odoo" \
      org.opencontainers.image.description="Odoo 19 that reads its own bills, behind nginx" \
      org.opencontainers.image.licenses="LGPL-3.0-or-later" \
      org.opencontainers.image.base.name="${BASE_IMAGE}" \
      org.opencontainers.image.revision="${REVISION}"
