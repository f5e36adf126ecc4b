{{- define "lb.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "lb.selector" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "lb.labels" -}}
{{ include "lb.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "lb.controller.account" -}}
{{- if .Values.controller.serviceAccount.create -}}
{{- default (printf "%s-controller" (include "lb.fullname" .)) .Values.controller.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.controller.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "lb.speaker.account" -}}
{{- if .Values.speaker.serviceAccount.create -}}
{{- default (printf "%s-speaker" (include "lb.fullname" .)) .Values.speaker.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.speaker.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "lb.secret" -}}
{{- default (printf "%s-memberlist" (include "lb.fullname" .)) .Values.speaker.secretName -}}
{{- end -}}

{{- define "lb.metrics.args" -}}
- --port={{ .root.Values.prometheus.metricsPort }}
{{- if not .root.Values.prometheus.secureMetrics }}
- --metrics-scheme=http
{{- end }}
{{- if .secret }}
- --metrics-cert-dir=/etc/metrics-tls
{{- end }}
- --tls-min-version={{ .root.Values.tls.minVersion }}
{{- end -}}

{{- define "lb.webhook.configuration" -}}
{{- printf "%s-%s-webhook" .Release.Namespace (include "lb.fullname" .) -}}
{{- end -}}

{{/* Not empty: interfaces are left out by a list of the chart's, not by the program's own. */}}
{{- define "lb.excludel2" -}}
{{- if or (not .Values.speaker.excludeInterfaces.enabled) .Values.speaker.excludeInterfaces.patterns }}{{ include "lb.fullname" . }}-excludel2{{ end -}}
{{- end -}}

{{- define "lb.speaker.volumes" -}}
{{- if .Values.speaker.memberlist.enabled }}
- name: memberlist
  secret:
    secretName: {{ include "lb.secret" . }}
    defaultMode: 0400
{{- end }}
{{- with .Values.speaker.stateDir }}
- name: state
  hostPath:
    path: {{ . }}
    type: DirectoryOrCreate
{{- end }}
{{- with .Values.tls.speakerMetricsTLSSecret }}
- name: metrics-tls
  secret:
    secretName: {{ . }}
    defaultMode: 0400
{{- end }}
{{- with include "lb.excludel2" . }}
- name: excludel2
  configMap:
    name: {{ . }}
{{- end }}
{{- end -}}
