{{/* What values ask for and cannot get, or say twice in different ways: a sentence each, all told at once. */}}
{{- define "lb.refusals" -}}
{{- $v := .Values -}}
{{- $no := list -}}
{{- with $v.configInline }}{{ $no = append $no "configInline: the configuration is in objects of metallb.io; apply them with kubectl (docs/migrating-from-metallb.md)." }}{{ end -}}
{{- with $v.existingConfigMap }}{{ $no = append $no "existingConfigMap: the configuration is in objects of metallb.io; apply them with kubectl (docs/migrating-from-metallb.md)." }}{{ end -}}
{{- if dig "create" false (default dict $v.psp) }}{{ $no = append $no "psp.create: Kubernetes has no PodSecurityPolicy any more; label the namespace pod-security.kubernetes.io/enforce=privileged and remove psp." }}{{ end -}}
{{- if dig "enabled" false (default dict $v.frrk8s) }}{{ $no = append $no "frrk8s.enabled: BGP and BFD are in the speaker itself, no FRR is run; remove frrk8s." }}{{ end -}}
{{- if dig "external" false (default dict $v.frrk8s) }}{{ $no = append $no "frrk8s.external: the speaker does not write FRRConfigurations, it has the sessions itself; remove frrk8s." }}{{ end -}}
{{- if index $v "frr-k8s" }}{{ $no = append $no "frr-k8s: BGP and BFD are in the speaker itself, no FRR is run; remove frr-k8s, and use prometheus.podMonitor or prometheus.serviceMonitor for the sessions' metrics." }}{{ end -}}
{{- if dig "enabled" false (default dict $v.speaker.frr) }}{{ $no = append $no "speaker.frr.enabled: BGP and BFD are in the speaker itself, no FRR is run; remove speaker.frr." }}{{ end -}}
{{- range $name := list "reloader" "frrMetrics" "initContainers" }}{{ if index $v.speaker $name }}{{ $no = append $no (printf "speaker.%s: it belongs to FRR, which is not run here; remove it." $name) }}{{ end }}{{ end -}}
{{- if dig "enabled" false (default dict $v.speaker.startupProbe) }}{{ $no = append $no "speaker.startupProbe.enabled: it belongs to FRR, which is not run here; the readiness probe waits for the first sync; remove it." }}{{ end -}}
{{- with $v.speaker.bgpDebounceTimeout }}{{ $no = append $no "speaker.bgpDebounceTimeout: changes reach sessions at once and reset none, so nothing is held back; remove it." }}{{ end -}}
{{- with $v.speaker.wanConfig }}{{ $no = append $no "speaker.memberlist: speakers hear each other on their own links, there is no wide-area setting; remove speaker.wanConfig." }}{{ end -}}
{{- with $v.tls.cipherSuites }}{{ $no = append $no "tls.cipherSuites: ciphers are those of the image's OpenSSL; remove it, and use tls.minVersion." }}{{ end -}}
{{- with $v.tls.curvePreferences }}{{ $no = append $no "tls.curvePreferences: curves are those of the image's OpenSSL; remove it." }}{{ end -}}
{{- if not $v.crds.enabled }}{{ $no = append $no "crds.enabled=false: the CRDs are in the chart's folder crds; leave them out with helm's --skip-crds, and remove crds.enabled." }}{{ end -}}
{{- if and (not $v.controller.enabled) (not $v.speaker.enabled) }}{{ $no = append $no "controller.enabled and speaker.enabled are both false: nothing is left to install." }}{{ end -}}
{{- if and $v.speaker.enabled $v.speaker.nodeSelector (not $v.speaker.memberlist.enabled) }}{{ $no = append $no "speaker.nodeSelector needs speaker.memberlist.enabled: otherwise every node counts as one with a living speaker." }}{{ end -}}
{{- if and $v.prometheus.podMonitor.enabled $v.prometheus.serviceMonitor.enabled }}{{ $no = append $no "prometheus.podMonitor.enabled and prometheus.serviceMonitor.enabled are both true: everything would be scraped twice; turn one off." }}{{ end -}}
{{- if eq (int $v.prometheus.metricsPort) 0 -}}
{{- range $name := list "podMonitor" "serviceMonitor" "prometheusRule" }}{{ if dig $name "enabled" false $v.prometheus }}{{ $no = append $no (printf "prometheus.%s.enabled needs metrics, and prometheus.metricsPort is 0: set a port, such as 9120." $name) }}{{ end }}{{ end -}}
{{- if $v.prometheus.scrapeAnnotations }}{{ $no = append $no "prometheus.scrapeAnnotations needs metrics, and prometheus.metricsPort is 0: set a port, such as 9120." }}{{ end -}}
{{- end -}}
{{- if and $v.prometheus.serviceAccount (not $v.prometheus.namespace) }}{{ $no = append $no "prometheus.serviceAccount needs prometheus.namespace: a ServiceAccount is named with its namespace." }}{{ end -}}
{{- if and (not $v.prometheus.secureMetrics) (or $v.tls.controllerMetricsTLSSecret $v.tls.speakerMetricsTLSSecret) }}{{ $no = append $no "tls.controllerMetricsTLSSecret and tls.speakerMetricsTLSSecret need prometheus.secureMetrics: without it metrics are not served over TLS." }}{{ end -}}
{{- range $role := list "controller" "speaker" -}}
{{- $part := index $v $role -}}
{{- range $probe := list "livenessProbe" "readinessProbe" -}}
{{- $port := dig $probe "port" $part.healthPort $part -}}
{{- if ne (int $port) (int $part.healthPort) }}{{ $no = append $no (printf "%s.%s.port is %d and %s.healthPort is %d: both probes are served on one port; set %s.healthPort alone." $role $probe (int $port) $role (int $part.healthPort) $role) }}{{ end -}}
{{- end -}}
{{- if and (gt (int $v.prometheus.metricsPort) 0) (eq (int $v.prometheus.metricsPort) (int $part.healthPort)) }}{{ $no = append $no (printf "prometheus.metricsPort and %s.healthPort are both %d: give one of them another port." $role (int $part.healthPort)) }}{{ end -}}
{{- if and (not $part.serviceAccount.create) (not $part.serviceAccount.name) }}{{ $no = append $no (printf "%s.serviceAccount.create is false and %s.serviceAccount.name empty: name the ServiceAccount, the rights would go to the namespace's default one." $role $role) }}{{ end -}}
{{- if and (eq (dig "type" "RollingUpdate" (default dict (default $part.strategy $part.updateStrategy))) "RollingUpdate" | not) (dig "rollingUpdate" nil (default dict (default $part.strategy $part.updateStrategy))) }}{{ $no = append $no (printf "%s: a rollingUpdate is given for another type of strategy; remove one of the two." $role) }}{{ end -}}
{{- end -}}
{{- if and (ne $v.controller.webhookMode "disabled") (eq (int $v.controller.webhookPort) (int $v.controller.healthPort)) }}{{ $no = append $no (printf "controller.webhookPort and controller.healthPort are both %d: give one of them another port." (int $v.controller.healthPort)) }}{{ end -}}
{{- if and (eq $v.controller.webhookMode "disabled") (eq $v.crds.validationFailurePolicy "Fail") }}{{ $no = append $no "crds.validationFailurePolicy is Fail and controller.webhookMode disabled: without a webhook nothing would be refused; set one of them otherwise." }}{{ end -}}
{{- $space := lookup "v1" "Namespace" "" .Release.Namespace -}}
{{- if and $v.speaker.enabled $space -}}
{{- $level := dig "metadata" "labels" "pod-security.kubernetes.io/enforce" "privileged" $space -}}
{{- if ne $level "privileged" }}{{ $no = append $no (printf "the namespace %s enforces Pod Security %s, under which no speaker starts: kubectl label --overwrite namespace %s pod-security.kubernetes.io/enforce=privileged" .Release.Namespace $level .Release.Namespace) }}{{ end -}}
{{- end -}}
{{- if $no }}{{ fail (printf "\n\nThese values cannot be:\n- %s\n" (join "\n- " $no)) }}{{ end -}}
{{- end -}}
