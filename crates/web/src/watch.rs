//! Metrics for Prometheus.

use crate::conventions::Line;
use actix_web::{HttpResponse, web};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

/// The histogram of how long requests took, by method, route and status.
pub const REQUEST_DURATION: &str = "http_request_duration_seconds";

/// Upper ends of the histogram's buckets, in seconds.
const BUCKETS: [f64; 14] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];

/// What has been counted so far; kept in the app's data for the page that shows it.
#[derive(Clone)]
pub struct Metrics(PrometheusHandle);

impl Metrics {
    /// Begins to count for this process. May be called once.
    pub fn install() -> Result<Self, BuildError> {
        metrics::describe_histogram!(REQUEST_DURATION, metrics::Unit::Seconds, "How long requests took.");
        builder()?.install_recorder().map(Self)
    }

    /// The figures in Prometheus' text form.
    pub fn render(&self) -> String {
        self.0.render()
    }

    /// Folds what was observed into the buckets. Call it every few seconds: otherwise observations pile up until the next
    /// time the figures are read.
    pub fn upkeep(&self) {
        self.0.run_upkeep();
    }
}

fn builder() -> Result<PrometheusBuilder, BuildError> {
    PrometheusBuilder::new().set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &BUCKETS)
}

/// Answers with the figures; for a route such as `/metrics`, with [`Metrics`] in the app's data.
pub async fn show_metrics(metrics: web::Data<Metrics>) -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(metrics.render())
}

pub(crate) fn observe(line: &Line<'_>) {
    let labels = [
        ("method", metrics::SharedString::const_str(line.method)),
        ("route", metrics::SharedString::from(line.route.clone())),
        ("status", metrics::SharedString::from(line.status.as_str().to_owned())),
    ];
    metrics::histogram!(REQUEST_DURATION, &labels).record(line.took.as_secs_f64());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_counted_in_buckets() {
        let recorder = builder().unwrap().build_recorder();
        metrics::with_local_recorder(&recorder, || {
            let labels = [("route", metrics::SharedString::const_str("/v1/x"))];
            metrics::histogram!(REQUEST_DURATION, &labels).record(0.004);
        });
        let text = recorder.handle().render();
        assert!(text.contains("http_request_duration_seconds_bucket{route=\"/v1/x\",le=\"0.005\"} 1"), "{text}");
    }
}
