# The web image: nginx and Odoo 19 with the OCA modules and our addons, started by entrypoint.sh.
# Written for any builder (docker, buildah, kaniko): nothing here needs BuildKit.
ARG BASE_IMAGE=odoo:19.0
FROM ${BASE_IMAGE}

USER root

# The distribution's nginx: security fixes come with the base image's own.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends nginx \
 && rm -rf /var/lib/apt/lists/*

WORKDIR /opt/insightpulse

# The base image's Python is the distribution's, which lets pip in only when told (PEP 668). It is
# safe here: the lock names every package, and none that the distribution's Odoo brought.
COPY requirements.txt ./
RUN python3 -m pip install --break-system-packages --root-user-action ignore --no-cache-dir \
      --no-deps --require-hashes --requirement requirements.txt

# Outside of /mnt/extra-addons and /var/lib/odoo: those are volumes of the base image, and what a
# build writes there is gone. --no-deps: the wheels ask for a package "odoo" that no index has.
COPY oca/requirements.txt oca/
RUN python3 -m pip install --root-user-action ignore --no-cache-dir \
      --no-deps --require-hashes --only-binary :all: --target oca --requirement oca/requirements.txt

COPY LICENSE entrypoint.sh odoo.conf.template nginx.conf.template ./
COPY boot boot
COPY addons addons
# Code belongs to root: the server can read it, and cannot change it. It is compiled now because
# it could not be later. `odoo-bin` is what Odoo's documentation calls its command.
RUN python3 -m compileall -q boot addons \
 && chmod -R u=rwX,go=rX . \
 && chmod 755 entrypoint.sh \
 && printf '%s\n' '#!/bin/sh' 'exec /opt/insightpulse/entrypoint.sh odoo-bin "$@"' \
      > /usr/local/bin/odoo-bin \
 && chmod 755 /usr/local/bin/odoo-bin

ENV ODOO_ADDONS_PATH=/opt/insightpulse/addons:/opt/insightpulse/oca/odoo/addons

LABEL org.opencontainers.image.title="InsightPulse Odoo" \
      org.opencontainers.image.licenses="LGPL-3.0-or-later"

WORKDIR /var/lib/odoo
USER odoo
EXPOSE 8069
# The first start installs modules for minutes before it can answer: not healthy yet, but not ill.
HEALTHCHECK --interval=15s --timeout=5s --start-period=15m --retries=4 \
  CMD curl --fail --silent --show-error --output /dev/null "http://127.0.0.1:${PORT:-8069}/web/health"

ENTRYPOINT ["/opt/insightpulse/entrypoint.sh"]
CMD ["odoo"]
