//! What the demonstration says once it serves.

use super::clients::Clients;
use super::history::staff_of;
use super::save::TRUST;
use super::world::{MadeAcademy, World};
use school::{Date, Role};
use std::fmt::{self, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use web::ClientSecret;

/// Everything that the greeting names.
pub(super) struct Greeting<'a> {
    pub(super) wanted: Date,
    pub(super) world: &'a World,
    pub(super) clients: &'a Clients,
    pub(super) secrets: &'a [ClientSecret],
    pub(super) address: SocketAddr,
}

impl Greeting<'_> {
    /// The whole text.
    pub(super) fn text(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        let base = self.base();
        self.day(&mut text)?;
        writeln!(text, "\n  API            {base}/v1\n  Documentation  {base}/docs\n")?;
        for academy in &self.world.academies {
            self.academy(&mut text, academy)?;
        }
        writeln!(text, "\nClients (id and secret):")?;
        for (client, secret) in self.clients.0.iter().zip(self.secrets) {
            writeln!(text, "  {:<21}{}  {}", client.name, client.id, secret.reveal())?;
            writeln!(text, "  {:<21}{}", "", client.scopes)?;
        }
        self.person(&mut text)?;
        self.lines(&mut text, &base)?;
        writeln!(text, "\nEverybody and everything here is made up. Stop with Ctrl-C.")?;
        Ok(text)
    }

    fn day(&self, text: &mut String) -> fmt::Result {
        let today = self.world.day.today;
        writeln!(text, "{TRUST}: {}, half past ten in the morning.", today.format("%A %-d %B %Y"))?;
        if today != self.wanted {
            let wanted = self.wanted.format("%A %-d %B %Y");
            writeln!(text, "There is no school on {wanted}: this is the last school day before it.")?;
        }
        Ok(())
    }

    fn academy(&self, text: &mut String, academy: &MadeAcademy) -> fmt::Result {
        let pupils = academy.pupils.iter().filter(|pupil| pupil.is_on_roll(self.world.day.today)).count();
        writeln!(text, "  {:<26} {}  {pupils} pupils", academy.academy.name, academy.academy.id)?;
        for (_, group) in academy.groups.iter().filter(|(_, group)| academy.not_taken.contains(&group.id)) {
            writeln!(text, "    not taken this morning:  {:<6} {}", group.name, group.id)?;
        }
        Ok(())
    }

    /// The attendance manager of the first academy, for whom a front end may act.
    fn person(&self, text: &mut String) -> fmt::Result {
        let manager =
            self.world.academies.first().and_then(|academy| staff_of(academy, Role::AttendanceManager).next());
        let Some(manager) = manager else { return Ok(()) };
        let name = manager.signatory().name;
        writeln!(text, "\nTo act for {name}, {}, send the header", manager.position.to_lowercase())?;
        writeln!(text, "  Acting-Staff: {}", manager.id)
    }

    /// Three lines for a POSIX shell.
    fn lines(&self, text: &mut String, base: &str) -> fmt::Result {
        let Some(academy) = self.world.academies.first() else { return Ok(()) };
        let Some((client, secret)) = self.clients.0.first().zip(self.secrets.first()) else { return Ok(()) };
        let (id, secret) = (client.id, secret.reveal());
        writeln!(text, "\nTry it. Get a token (it stays in the shell):\n")?;
        writeln!(
            text,
            "TOKEN=$(curl -sS -u '{id}:{secret}' -d grant_type=client_credentials {base}/oauth/token \
             | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/'); echo \"$TOKEN\""
        )?;
        if let Some((_, group)) = academy.groups.iter().find(|(_, group)| academy.not_taken.contains(&group.id)) {
            let today = self.world.day.today;
            let register = format!("{base}/v1/academies/{}/registers/{today}/am/{}", academy.academy.id, group.id);
            writeln!(text, "\nTake this morning's register of {}, everybody present:\n", group.name)?;
            writeln!(
                text,
                "curl -sS -H \"Authorization: Bearer $TOKEN\" {register} | tr '{{' '\\n' \
                 | sed -n 's/^\"pupil_id\":\"\\([^\"]*\\)\".*/{{\"pupil_id\":\"\\1\",\"code\":\"\\/\"}}/p' \
                 | paste -sd , - | sed 's/.*/{{\"marks\":[&]}}/' \
                 | curl -sS -X PUT -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json' -d @- {register}"
            )?;
        }
        writeln!(text, "\nAsk who has come to the threshold for a penalty notice, with the sessions and the law:\n")?;
        writeln!(
            text,
            "curl -sS -H \"Authorization: Bearer $TOKEN\" \
             '{base}/v1/academies/{}/attendance/concerns?rule=penalty_notice_threshold&limit=2'",
            academy.academy.id
        )
    }

    /// The address as this machine reaches it.
    fn base(&self) -> String {
        let ip = match self.address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
            IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
            ip => ip,
        };
        format!("http://{}", SocketAddr::new(ip, self.address.port()))
    }
}
