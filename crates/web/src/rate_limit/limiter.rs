//! The allowance of every caller.

use super::Standing;
use crate::{Problem, kinds};
use actix_web::{HttpMessage, HttpRequest, http::header::HeaderValue};
use governor::{
    Quota, RateLimiter as Governor,
    clock::{Clock, DefaultClock},
    middleware::StateInformationMiddleware,
    state::keyed::DashMapStateStore,
};
use std::{
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    time::Duration,
};

/// How many requests a caller may send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateSettings {
    /// Requests a second in the long run.
    pub per_second: NonZeroU32,
    /// Requests at once.
    pub burst: NonZeroU32,
    /// Whether a proxy before the server tells where requests come from (`Forwarded`, `X-Forwarded-For`). Never set it
    /// without such a proxy: callers could then choose the address they are counted by.
    pub behind_proxy: bool,
}

impl Default for RateSettings {
    /// 2,000 a second, 2,000 at once, no proxy.
    fn default() -> Self {
        let number = NonZeroU32::new(2_000).unwrap_or(NonZeroU32::MIN);
        Self { per_second: number, burst: number, behind_proxy: false }
    }
}

/// Whom a request is counted against.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Client(String),
    Address(IpAddr),
}

/// Counts requests by client, or by address where there is no client.
#[derive(Debug)]
pub struct RateLimiter {
    governor: Governor<Key, DashMapStateStore<Key>, DefaultClock, StateInformationMiddleware>,
    policy: HeaderValue,
    window: u64,
    behind_proxy: bool,
}

impl RateLimiter {
    /// A limiter by these settings.
    pub fn new(settings: RateSettings) -> Self {
        let RateSettings { per_second, burst, behind_proxy } = settings;
        let quota = Quota::per_second(per_second).allow_burst(burst);
        let window = u64::from(burst.get().div_ceil(per_second.get()));
        let policy = HeaderValue::from_str(&format!("\"default\";q={burst};w={window}"));
        Self {
            governor: Governor::dashmap(quota).with_middleware(),
            policy: policy.unwrap_or(HeaderValue::from_static("\"default\"")),
            window,
            behind_proxy,
        }
    }

    /// Counts a request against its client; 429 when the client has used up its allowance.
    pub fn charge_client(&self, request: &HttpRequest, client: &str) -> Result<(), Problem> {
        self.charge(request, &Key::Client(client.to_owned()))
    }

    /// Counts a request against the address it comes from.
    pub fn charge_stranger(&self, request: &HttpRequest) -> Result<(), Problem> {
        self.charge(request, &Key::Address(self.address_of(request)))
    }

    /// Forgets callers whose allowance is whole again. Call it every minute or so.
    pub fn forget_idle(&self) {
        self.governor.retain_recent();
        self.governor.shrink_to_fit();
    }

    fn charge(&self, request: &HttpRequest, key: &Key) -> Result<(), Problem> {
        let (remaining, reset, outcome) = match self.governor.check_key(key) {
            Ok(state) => (state.remaining_burst_capacity(), self.window, Ok(())),
            Err(refusal) => {
                let wait = whole_seconds(refusal.wait_time_from(self.governor.clock().now()));
                (0, wait, Err(Problem::new(&kinds::TOO_MANY_REQUESTS).retry_after(wait)))
            }
        };
        let standing = Standing { policy: self.policy.clone(), remaining, reset };
        request.extensions_mut().insert(standing);
        outcome
    }

    fn address_of(&self, request: &HttpRequest) -> IpAddr {
        let told = || request.connection_info().realip_remote_addr().and_then(|text| text.parse().ok());
        let peer = || request.peer_addr().map(|address| address.ip());
        let address = if self.behind_proxy { told().or_else(peer) } else { peer() };
        network_of(address.unwrap_or(Ipv6Addr::UNSPECIFIED.into()))
    }
}

/// One caller often has a whole /64 of IPv6 addresses.
fn network_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => v4.into(),
            None => Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64).into(),
        },
    }
}

fn whole_seconds(wait: Duration) -> u64 {
    (wait.as_secs() + u64::from(wait.subsec_nanos() > 0)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn addresses_of_one_network_are_one_caller() {
        let parse = |text: &str| text.parse::<IpAddr>().unwrap();
        assert_eq!(network_of(parse("2001:db8:1:2:3:4:5:6")), parse("2001:db8:1:2::"));
        assert_eq!(network_of(parse("::ffff:10.0.0.1")), parse("10.0.0.1"));
    }

    #[test]
    fn a_forwarded_address_counts_only_behind_a_proxy() {
        let request = TestRequest::get()
            .peer_addr("10.0.0.1:9".parse().unwrap())
            .insert_header(("X-Forwarded-For", "10.9.9.9"))
            .to_http_request();
        let limiter = RateLimiter::new(RateSettings::default());
        assert_eq!(limiter.address_of(&request), "10.0.0.1".parse::<IpAddr>().unwrap());
        let limiter = RateLimiter::new(RateSettings { behind_proxy: true, ..RateSettings::default() });
        assert_eq!(limiter.address_of(&request), "10.9.9.9".parse::<IpAddr>().unwrap());
    }

    #[test]
    fn idle_callers_are_forgotten() {
        let limiter = RateLimiter::new(RateSettings::default());
        let request = TestRequest::get().to_http_request();
        limiter.charge_client(&request, "one").unwrap();
        assert_eq!(limiter.governor.len(), 1);
        std::thread::sleep(Duration::from_millis(20));
        limiter.forget_idle();
        assert_eq!(limiter.governor.len(), 0);
    }
}
